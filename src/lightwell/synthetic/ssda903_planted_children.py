"""Kinds of children whose records are right, in whom errors are planted: each is one child's rows of this year's return.

Days are written as in `Change`. The rows of the year before follow from these, in `ssda903_plants`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lightwell.synthetic.ssda903_planted_model import Row

_CARERS: Row = {
    "ls": "C2", "cin": "N1", "place": "U4", "place_provider": "PR1", "home_post": "ZZ1 1AA", "pl_post": "ZZ2 2BB", "urn": "SC9910000",
    "pl_la": "{own}", "pl_distance": "4.2", "pl_location": "IN",
}  # fmt: skip
_HOME: Row = {**_CARERS, "place": "K2", "pl_post": "ZZ3 3DD", "urn": "SC9020001", "pl_distance": "6.1"}
_BREAK: Row = {"rne": "S", "ls": "V3", "cin": "N2", "place": "U6", "place_provider": "PR1", "rec": "E8"}
_ADOPTERS: Row = {**_CARERS, "ls": "E1", "place": "A6", "pl_post": "ZZ5 5EE", "urn": "SC9920001"}
_HEALTH: Row = {"immunisations": "1", "teeth_check": "1", "health_assessment": "1", "substance_misuse": "0"}
_NONE_BEFORE: Sequence[Row] = ({"prev_perm": "Z1"},)

_WORKERS: Sequence[Row] = (
    {"sw_id": "SW0000001", "sw_decom": "@S-400", "sw_dec": "@S+100", "sw_reason": "MANAGE"},
    {"sw_id": "SW0000002", "sw_decom": "@S+100", "sw_reason": "LEFTRL"},
)


def _header(dob: str, sex: str = "1", **values: str | None) -> Sequence[Row]:
    return ({"dob": dob, "sex": sex, "ethnic": "WBRI", "upn": "{upn}", "uasc": "0", **values},)


KINDS: Mapping[str, Mapping[str, Sequence[Row]]] = {
    "settled": {  # a girl of 9, with the same carers all year
        "header": _header("@S-9y-100", "2", mother="0"),
        "episodes": ({**_CARERS, "decom": "@S-800", "rne": "S"},),
        "reviews": ({"review": "@S+60", "review_code": "PN1"}, {"review": "@S+240", "review_code": "PN3"}),
        "oc2": ({**_HEALTH, "sdq_score": "12", "convicted": "0"},),
        "previous_permanence": _NONE_BEFORE,
        "social_worker_episodes": _WORKERS,
    },
    "starter": {  # a boy of 12 who comes into care in April
        "header": _header("@S-12y-100"),
        "episodes": ({**_CARERS, "decom": "@S+20", "rne": "S"},),
        "previous_permanence": _NONE_BEFORE,
        "social_worker_episodes": ({"sw_id": "SW0000003", "sw_decom": "@S+20", "sw_reason": "FCONTA"},),
    },
    "mover": {  # a boy of 8 whose legal status changes, and then his placement
        "header": _header("@S-8y-100"),
        "episodes": (
            {**_CARERS, "decom": "@S-300", "rne": "S", "ls": "C1", "dec": "@S+60", "rec": "X1"},
            {**_CARERS, "decom": "@S+60", "rne": "L", "dec": "@S+150", "rec": "X1", "reason_place_change": "CREQB"},
            {**_HOME, "decom": "@S+150", "rne": "P"},
        ),
        "oc2": ({**_HEALTH, "sdq_score": "12"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "leaver": {  # a boy of 12 who goes home in July
        "header": _header("@S-12y-100"),
        "episodes": ({**_CARERS, "decom": "@S-400", "rne": "S", "dec": "@S+100", "rec": "E4A"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "girl_leaver": {
        "header": _header("@S-12y-100", "2", mother="0"),
        "episodes": ({**_CARERS, "decom": "@S-400", "rne": "S", "dec": "@S+100", "rec": "E4A"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "baby": {  # a girl of 2
        "header": _header("@S-2y-100", "2", mother="0", upn="UN1"),
        "episodes": ({**_CARERS, "decom": "@S-400", "rne": "S"},),
        "reviews": ({"review": "@S+60", "review_code": "PN0"},),
        "oc2": ({**_HEALTH, "health_check": "1"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "mother": {  # who turns 17 in the year; her child was born in the year before
        "header": _header("@S-16y-100", "2", mother="1", mc_dob="@S-150"),
        "episodes": ({**_CARERS, "decom": "@S-800", "rne": "S"},),
        "oc2": ({**_HEALTH, "sdq_score": "9", "convicted": "0"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "missing": {  # a boy of 15 in a children's home, missing for two nights
        "header": _header("@S-15y-100"),
        "episodes": ({**_HOME, "decom": "@S-400", "rne": "S"},),
        "missing": ({"missing": "M", "mis_start": "@S+50", "mis_end": "@S+52"},),
        "oc2": ({**_HEALTH, "sdq_score": "12", "convicted": "0"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "deprived": {  # a boy of 15 in a children's home, under an order of the High Court for two months
        "header": _header("@S-15y-100"),
        "episodes": ({**_HOME, "decom": "@S-400", "rne": "S"},),
        "deprivation_of_liberty": ({"dolo_start": "@S+30", "dolo_end": "@S+90"},),
        "oc2": ({**_HEALTH, "sdq_score": "12", "convicted": "0"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "hospital": {  # a boy of 12 who spends some days in hospital and comes back to his carers
        "header": _header("@S-12y-100"),
        "episodes": (
            {**_CARERS, "decom": "@S-300", "rne": "S", "dec": "@S+60", "rec": "X1"},
            {**_CARERS, "decom": "@S+60", "rne": "P", "dec": "@S+65", "rec": "X1", "place": "T1", "place_provider": None, "urn": None,
             "pl_post": "ZZ4 4HH"},
            {**_CARERS, "decom": "@S+65", "rne": "P"},
        ),
        "oc2": ({**_HEALTH, "sdq_score": "12", "convicted": "0"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "short_breaks": {  # a boy of 9 with two short breaks
        "header": _header("@S-9y-100", "1"),
        "episodes": (
            {**_BREAK, "decom": "@S+10", "dec": "@S+13"},
            {**_BREAK, "decom": "@S+300", "dec": "@S+303"},
        ),
        "episodes_last": ({**_BREAK, "decom": "@S-60", "dec": "@S-57"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "placed": {  # a boy of 3 placed for adoption in May
        "header": _header("@S-3y-100", upn="UN1"),
        "episodes": (
            {**_CARERS, "decom": "@S-150", "rne": "L", "ls": "E1", "place": "U1", "dec": "@S+40", "rec": "X1",
             "reason_place_change": "PLACE"},
            {**_ADOPTERS, "decom": "@S+40", "rne": "P"},
        ),
        "oc2": ({**_HEALTH, "sdq_reason": "SDQ1", "health_check": "1"},),
        "placed_for_adoption": ({"date_placed": "@S-200"},),
    },
    "adopted": {  # a boy of 3 placed for adoption before the year and adopted in July
        "header": _header("@S-3y-100", upn="{upn}"),
        "episodes": ({**_ADOPTERS, "decom": "@S-100", "rne": "P", "dec": "@S+100", "rec": "E12"},),
        "placed_for_adoption": ({"date_placed": "@S-200"},),
        "ad1": (
            {"date_int": "@S-200", "date_match": "@S-130", "foster_care": "0", "nb_adoptr": "2", "sex_adoptr": "MF", "ls_adoptr": "L11"},
        ),
    },
    "alone": {  # a boy of 16 who came to this country by himself
        "header": _header("@S-16y-100", uasc="1"),
        "episodes": ({**_CARERS, "decom": "@S+20", "rne": "S", "ls": "V2", "cin": "N8", "home_post": None, "pl_distance": None},),
        "uasc": ({"sex": "1"},),
        "previous_permanence": _NONE_BEFORE,
    },
    "care_leaver": {  # a young man who left care at 18 in the year before
        "header": _header("@S-19y+100"),
        "episodes_last": ({**_CARERS, "decom": "@S-600", "rne": "P", "dec": "@S-265", "rec": "E5"},),
        "oc3": ({"in_touch": "YES", "activ": "F2", "accom": "U1"},),
    },
    "young_care_leaver": {  # a girl who left care at 16 in the year before and turns 17
        "header": _header("@S-17y+100", "2"),
        "header_last": _header("@S-17y+100", "2", mother="0"),
        "episodes_last": ({**_CARERS, "decom": "@S-600", "rne": "P", "dec": "@S-100", "rec": "E4A"},),
        "oc3": ({"in_touch": "YES", "activ": "F1", "accom": "B1"},),
    },
    "nobody": {"header": _header("@S-12y-100")},  # a boy in the header and nowhere else
}  # fmt: skip
"""Each kind by its name: its rows by table; a table ending in `_last` is given where it does not follow from this year's rows."""
