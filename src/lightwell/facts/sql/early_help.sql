select
    e.id as record, e.child, e.worker, e.team, e.referred_on as at_day,
    e.referred_on, e.assessment_started_on, e.assessment_completed_on, e.started_on, e.ended_on, e.source,
    coalesce(e.assessment_required, true) as assessment_required
from early_help_episodes e
