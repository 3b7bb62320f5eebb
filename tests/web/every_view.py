"""Every address of the site, and what each role is answered: the table to change with a view or a role.

One letter for each role: `y` the page, `>` done and sent on, `n` refused with a reason, `4` there is no such thing, `2` the form is sent
back. `in` is asked of something within the reach of the role where it has one; `out` of something out of reach: a restricted child of the
practitioner's, another team, another worker. A view that is not here fails the build.
"""

from __future__ import annotations

from collections.abc import Iterator

LETTERS = {
    "P": "practitioner",
    "M": "practice_manager",
    "L": "service_lead",
    "H": "head_of_service",
    "D": "director",
    "A": "performance_analyst",
    "R": "reviewing_officer",
    "U": "auditor",
    "G": "guest_auditor",
    "F": "finance",
    "S": "scrutiny_officer",
    "E": "elected_member",
    "X": "administrator",
    "O": "data_protection_officer",
}

STATUS = {"y": 200, ">": 302, "n": 403, "4": 404, "2": 422}

TABLE = """
view                          method  scope   P M L H D A R U G F S E X O
home                          GET     in      y y y y y y y y y y y y y y
performance:table             GET     in      y y y y y y y y n y y y n n
performance:table             GET     team    y y y y y y y y n y n n n n
performance:table             GET     worker  n n n y y y n n n n n n n n
performance:indicator         GET     in      y y y y y y y y n y y y n n
performance:indicator         GET     team    y y y y y y y y n y n n n n
performance:indicator         GET     worker  n n n y y y n n n n n n n n
performance:signal            GET     in      y y y y y y y y n y y y n n
performance:signal            GET     team    y y y y y y y y n y n n n n
performance:signal            GET     worker  n n n y y y n n n n n n n n
performance:explain           GET     in      y y y y y y y y n y y y n n
performance:explain           GET     team    y y y y y y y y n y n n n n
performance:explain           GET     worker  n n n y y y n n n n n n n n
performance:explain_list      GET     in      y y y y y y y y n n n n n n
performance:explain_list      GET     team    y y y y y y y y n n n n n n
performance:explain_list      GET     worker  n n n y y y n n n n n n n n
performance:explain_csv       GET     in      y y y y y y y y n n n n n n
performance:explain_csv       GET     worker  n n n y y y n n n n n n n n
performance:late              GET     in      y y y y y y y y n y y y n n
performance:late              GET     team    y y y y y y y y n y n n n n
performance:late              GET     worker  n n n y y y n n n n n n n n
performance:lag_csv           GET     in      y y y y y y y y n n n n n n
performance:lag_csv           GET     worker  n n n y y y n n n n n n n n
performance:lag_list          GET     in      y y y y y y y y n n n n n n
performance:lag_list          GET     worker  n n n y y y n n n n n n n n
performance:breaks            GET     in      y y y y y y y y n y y y n n
performance:breaks            POST    in      n n n 2 2 2 n n n n n n n n
performance:withdraw_break    POST    in      n n n 4 4 4 n n n n n n n n
performance:csv               GET     in      y y y y y y y y n y y y n n
performance:csv               GET     worker  n n n y y y n n n n n n n n
performance:xlsx              GET     in      y y y y y y y y n y y y n n
performance:xlsx              GET     team    y y y y y y y y n y n n n n
children:search               GET     in      y y y y y y y y y n n n n n
children:search               POST    in      2 2 2 2 2 2 2 2 2 n n n n n
children:list                 GET     in      y y y y y y y y n n n n n n
children:list                 GET     team    y y y y y y y y n n n n n n
children:list                 GET     worker  n n n y y y n n n n n n n n
children:export               POST    in      y y y y y y y y n n n n n n
children:export               POST    worker  n n n y y y n n n n n n n n
children:journey              GET     in      y y y y y y y y y n n n n n
children:journey              GET     out     n n n 4 4 4 n n n n n n n n
children:journey              GET     nobody  n n n 4 4 4 n n n n n n n n
workload:index                GET     in      y y y y y y n n n n n n n n
workload:index                GET     team    n n n y y y n n n n n n n n
workload:index                GET     worker  n n n y y y n n n n n n n n
workload:due                  GET     in      y y y y y y n n n n n n n n
workload:due                  GET     team    n n n y y y n n n n n n n n
workload:caseholders          GET     in      y y y y y y n n n n n n n n
workload:caseholders          GET     team    n n n y y y n n n n n n n n
workload:open                 GET     in      y y y y y y n n n n n n n n
workload:open                 GET     team    n n n y y y n n n n n n n n
workload:waiting              GET     in      y y y y y y n n n n n n n n
workload:waiting              GET     team    n n n y y y n n n n n n n n
findings:index                GET     in      y y y y y y y y n n n n n n
findings:set                  GET     in      y y y y y y y y n n n n n n
findings:list                 GET     in      y y y y y y y y n n n n n n
findings:export               POST    in      y y y y y y y y n n n n n n
findings:child                GET     in      y y y y y y y y n n n n n n
findings:child                GET     out     n n n 4 4 4 n n n n n n n n
findings:child                GET     nobody  n n n 4 4 4 n n n n n n n n
findings:acknowledge          GET     in      n y y y y y n n n n n n n n
findings:acknowledge          GET     out     n 4 4 4 4 4 n n n n n n n n
findings:acknowledge          POST    in      n 2 2 2 2 2 n n n n n n n n
findings:acknowledge          POST    out     n 4 4 4 4 4 n n n n n n n n
findings:known                GET     in      y y y y y y y y n n n n n n
findings:take_back            POST    in      n > > > > > n n n n n n n n
findings:take_back            POST    out     n n n n n n n n n n n n n n
findings:campaigns            GET     in      y y y y y y y y n n n n n n
findings:campaign             GET     in      y y y y y y y y n n n n n n
findings:begin_campaign       GET     in      n n n n y y n n n n n n n n
findings:begin_campaign       POST    in      n n n n 2 2 n n n n n n n n
findings:change_campaign      GET     in      n n n n y y n n n n n n n n
findings:change_campaign      POST    in      n n n n 2 2 n n n n n n n n
findings:close_campaign       POST    in      n n n n > > n n n n n n n n
data:index                    GET     in      n y y y y y n n n n n n n n
data:snapshot                 GET     in      n y y y y y n n n n n n n n
data:quarantine               GET     in      n y y y y y n n n n n n n n
data:quarantine_csv           GET     in      n y y y y y n n n n n n n n
data:uploads                  GET     in      n n n n n y n n n n n n n n
data:uploads                  POST    in      n n n n n 2 n n n n n n n n
data:upload                   GET     in      n n n n n 4 n n n n n n n n
data:upload                   POST    in      n n n n n 4 n n n n n n n n
publication:index             GET     in      y y y y y y y y n y y y n n
publication:ask               GET     in      n n n n n n n n n n y n n n
publication:ask               POST    in      n n n n n n n n n n 2 n n n
publication:asked             GET     in      n n n n n n n n n n 4 n n n
publication:asked             POST    in      n n n n n n n n n n 4 n n n
publication:page              GET     in      4 4 4 4 4 4 4 4 n 4 4 4 n n
publication:download          GET     in      4 4 4 4 4 4 4 4 n 4 4 4 n n
publication:members_page      GET     in      n n n n n n n n n n 4 4 n n
publication:members_download  GET     in      n n n n n n n n n n 4 4 n n
access:people                 GET     in      n n n n n n n n n n n n y n
access:add_person             GET     in      n n n n n n n n n n n n y n
access:add_person             POST    in      n n n n n n n n n n n n 2 n
access:person                 GET     in      n n n n n n n n n n n n y n
access:person                 POST    in      n n n n n n n n n n n n 2 n
access:let_sign_in            POST    in      n n n n n n n n n n n n > n
access:end_role               POST    in      n n n n n n n n n n n n > n
access:restricted             GET     in      n n n y y n n n n n n n n n
access:mark                   GET     in      n n n y y n n n n n n n n n
access:mark                   POST    in      n n n 2 2 n n n n n n n n n
access:restriction            GET     in      n n n y y n n n n n n n n n
access:restriction            POST    in      n n n 2 2 n n n n n n n n n
access:name                   POST    in      n n n > > n n n n n n n n n
access:give                   POST    in      n n n > > n n n n n n n n n
access:unname                 POST    in      n n n > > n n n n n n n n n
access:lift                   POST    in      n n n > > n n n n n n n n n
access:take                   GET     in      n y y y y n y n n n n n n n
access:take                   POST    in      n 2 2 2 2 n 2 n n n n n n n
access:accesses               GET     in      n n n n y n n n n n n n n y
access:review                 POST    in      n n n n > n n n n n n n n >
access:samples                GET     in      n n n y y y n y y n n n n n
access:make_sample            GET     in      n n n y y y n n n n n n n n
access:make_sample            POST    in      n n n 2 2 2 n n n n n n n n
access:sample                 GET     in      n n n y y y n y y n n n n n
activity:index                GET     in      n n n n n n n n n n n n n y
activity:index                POST    in      n n n n n n n n n n n n n >
activity:entry                GET     in      n n n n n n n n n n n n n y
activity:child                GET     in      n n n n n n n n n n n n n y
activity:report               POST    in      n n n n n n n n n n n n n 2
activity:unusual              GET     in      n n n n n n n n n n n n n y
activity:review               POST    in      n n n n n n n n n n n n n >
activity:whole                GET     in      n n n n n n n n n n n n n y
activity:whole                POST    in      n n n n n n n n n n n n n y
access:sign_in                GET     in      y y y y y y y y y y y y y y
access:sign_out               POST    in      > > > > > > > > > > > > > >
health                        GET     in      y y y y y y y y y y y y y y
"""

OF_SIGNING_IN = frozenset(
    {
        "account_login",
        "mfa_authenticate",
        "signin_again",
        "signin_answered",
        "signin_app",
        "signin_ask",
        "signin_codes",
        "signin_out_everywhere",
        "signin_own",
        "signin_passkey",
        "signin_password",
        "signin_remove",
        "signin_set_up",
    }
)
"""Steps of signing in, and what each person may change about how they do: no role makes a difference, and no child stands on them."""


def rows() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Give the rows of the table: view, method, scope, and the letter for each role."""
    _, *lines = TABLE.strip().splitlines()
    for line in lines:
        view, method, scope, *letters = line.split()
        yield view, method, scope, dict(zip(LETTERS.values(), letters, strict=True))
