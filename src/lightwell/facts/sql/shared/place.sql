-- One row per team: where it stands in the service.
select
    team,
    kind,
    coalesce(service, 'Not known') as service,
    coalesce(locality, 'Whole authority') as locality
from teams
