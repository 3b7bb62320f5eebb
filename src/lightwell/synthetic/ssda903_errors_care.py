"""Errors in episodes of care: codes, days, order, placements, legal statuses, and what last year's return says."""

from __future__ import annotations

from lightwell.synthetic.ssda903_planted_model import Found, add, again, alter, drop, error, every

_ELSEWHERE = {"pl_la": "E06009998", "pl_location": "OUT"}
_MISSING = {"missing": "M", "mis_start": "@S+50"}
_NO_NUMBER = {"urn": None}
_ALL_YEAR = add("oc2", sdq_score="12", convicted="0", immunisations="1", teeth_check="1", health_assessment="1", substance_misuse="0")
"""What is asked of a boy of 12 who is looked after all year because of the error."""

_CODES = (
    error("143", "starter", alter("episodes", rne="Q")),
    error("144", "starter", alter("episodes", ls="X9")),
    error("145", "starter", alter("episodes", cin="N9")),
    error("146", "starter", alter("episodes", place="X1")),
    error("178", "starter", alter("episodes", place_provider="PR9")),
    error("169", "starter", alter("episodes", pl_la="E07000001", pl_location="OUT")),
    error("179", "starter", alter("episodes", pl_location="XX")),
    error("164", "starter", alter("episodes", pl_distance="abc")),
    error("149", "leaver", alter("episodes", rec="E99")),
    error("1009", "mover", alter("episodes", 1, reason_place_change="WRONG"), at=(1,)),
)

_DAYS = (
    error("141", "starter", alter("episodes", decom="31/02/2020")),
    error(
        "353",
        "starter",
        alter("episodes", decom="01/01/1990"),
        _ALL_YEAR,
        also=(Found("302", "episodes", 0), Found("NoE", "episodes", 0), Found("634", "previous_permanence", 0)),
    ),
    error("147", "leaver", alter("episodes", dec="31/04/2020")),
    error("148", "leaver", alter("episodes", rec=None)),
    error("356", "starter", alter("episodes", dec="@decom-1", rec="E4A")),
    error("355", "starter", alter("episodes", dec="@decom", rec="E4A")),
    error("354", "leaver", alter("episodes", dec="@E+10"), _ALL_YEAR, also=(Found("385", "episodes", 0),)),
    error("361", "starter", alter("episodes", ls="L1")),
    error("362", "starter", alter("episodes", ls="L2")),
    error("363", "starter", alter("episodes", ls="L3")),
    error("364", "starter", alter("episodes", ls="J2")),
    error("365", "short_breaks", alter("episodes", dec="@decom+18")),
    error("366", "short_breaks", alter("episodes", rne="P")),
    error(
        "367",
        "short_breaks",
        *(again("episodes", 0, decom=f"@S+{day}", dec=f"@S+{day + 16}") for day in range(50, 300, 50)),
        at=tuple(range(7)),
    ),
)

_PROVIDERS = (
    error("213", "hospital", alter("episodes", 1, place_provider="PR3"), at=(1,)),
    error("214", "short_breaks", alter("episodes", urn="SC9910000")),
    error("1015", "mover", alter("episodes", 2, **_ELSEWHERE), at=(2,)),
    error("218", "starter", alter("episodes", urn=None)),
    error("222", "starter", alter("episodes", place="R2", place_provider="PR4")),
    error("242", "starter", alter("episodes", urn="XXXXXXX"), since=2025),
    error("243", "starter", alter("episodes", place="K2", place_provider="PR4", pl_la="W06000001", pl_location="OUT"), since=2025),
    error("526", "starter", alter("episodes", place_provider=None)),
    error("527", "starter", alter("episodes", place="P1", **_NO_NUMBER)),
    error("528", "starter", alter("episodes", place="P1", place_provider="PR2", **_NO_NUMBER)),
    error("529", "starter", alter("episodes", place="P1", place_provider="PR3", **_NO_NUMBER)),
    error("530", "starter", alter("episodes", place="P1", place_provider="PR4", **_NO_NUMBER)),
    error("531", "starter", alter("episodes", place="P1", place_provider="PR5", **_NO_NUMBER)),
    error("550", "starter", alter("episodes", place_provider="PR0", **_NO_NUMBER)),
)

_SEQUENCE = (
    error("357", "starter", alter("episodes", rne="P")),
    error("142", "mover", alter("episodes", dec=None, rec=None)),
    error("225", "mover", alter("episodes", 1, reason_place_change=None), at=(1,)),
    error("226", "hospital", alter("episodes", reason_place_change="OTHER")),
    error("233", "settled", alter("episodes", reason_place_change="OTHER"), since=2025),
    error("234", "mover", alter("episodes", 1, reason_place_change="CUSTOD"), at=(1,), since=2025),
    error(
        "199",
        "adopted",
        again("episodes", 0, decom="@S+150", rne="S", ls="V2", place="U4", urn="SC9910000", dec=None, rec=None),
        add("previous_permanence", prev_perm="P1", la_perm="{own}", date_perm="@S+100"),
        at=(1,),
        also=(Found("1003", "placed_for_adoption", 0), Found("334", "ad1", 0)),
    ),
    error("388", "leaver", alter("episodes", rec="X1")),
    error("390", "leaver", alter("episodes", rec="E12"), also=(Found("601", "episodes", 0),)),
    error("431", "leaver", again("episodes", 0, decom="@dec", place="U6", dec=None, rec=None), _ALL_YEAR, at=(1,)),
    error("432", "leaver", again("episodes", 0, decom="@dec", rne="P", place="U6", dec=None, rec=None), _ALL_YEAR, at=(1,)),
    error("433", "mover", alter("episodes", 2, decom="@decom+2"), drop("oc2"), at=(2,), also=(Found("388", "episodes", 1),)),
    error("434", "mover", alter("episodes", 1, place="U6"), at=(1,)),
    error("435", "mover", alter("episodes", 2, ls="C1"), at=(2,)),
    error("436", "mover", alter("episodes", 2, rne="B"), at=(2,)),
    error("437", "leaver", alter("episodes", rec="E2"), again("episodes", 0, decom="@S+150", rne="S", dec=None, rec=None)),
    error("501", "mover", alter("episodes", 2, decom="@decom-3"), at=(2,), also=(Found("388", "episodes", 1), Found("433", "episodes", 2))),
    error("504", "mover", alter("episodes", 2, cin="N5"), at=(2,)),
    error("516", "starter", alter("episodes", place="K2", dec="@S+150", rec="E45")),
    error("375", "hospital", alter("episodes", 1, dec="@decom+50"), alter("episodes", 2, decom="@S+110"), at=(1,)),
    error("376", "hospital", alter("episodes", 1, place="T3", dec="@decom+25"), alter("episodes", 2, decom="@S+85"), at=(1,)),
    error("379", "hospital", alter("episodes", 1, place="T4", dec="@decom+9"), alter("episodes", 2, decom="@S+69"), at=(1,)),
    error(
        "377",
        "hospital",
        alter("episodes", 1, place="T3"),
        alter("episodes", 2, dec="@S+100", rec="X1"),
        again("episodes", 1, decom="@S+100", dec="@S+105"),
        again("episodes", 2, decom="@S+105", dec="@S+200"),
        again("episodes", 1, decom="@S+200", dec="@S+205"),
        again("episodes", 2, decom="@S+205", dec=None, rec=None),
        at=(1, 3, 5),
    ),
    error("380", "starter", alter("episodes", place="T2", place_provider=None, urn=None)),
    error("381", "hospital", drop("episodes", 2), alter("episodes", 1, rec="E8"), drop("oc2"), of="episodes", at=(1,)),
    error("383", "hospital", alter("episodes", 2, pl_post="ZZ3 3DD"), at=(1,)),
)

_AGES = (
    error("359", "starter", every(dob="@S-18y+50"), of="episodes"),
    error("386", "adopted", every(dob="@S-18y+100"), alter("header_last", dob="@S-18y+100"), of="episodes"),
    error("387", "leaver", alter("episodes", rec="E5")),
    error("389", "leaver", alter("episodes", rec="E7")),
    error("407", "leaver", every(dob="@S-18y+100"), alter("header_last", dob="@S-18y+100"), alter("episodes", rec="E47"), of="episodes"),
    error("460", "leaver", alter("episodes", rec="E17")),
    error("302", "starter", every(dob="@S+30"), of="episodes"),
    error("352", "starter", every(dob="@S-19y"), of="episodes", also=(Found("359", "episodes", 0),)),
    error("358", "starter", every(dob="@S-8y"), alter("episodes", ls="J1"), of="episodes"),
    error("371", "starter", alter("episodes", place="H5", urn=None), also=(Found("218", "episodes", 0, 2023),)),
    error("372", "starter", every(dob="@S-8y"), alter("episodes", place="R5", place_provider="PR3", urn=None), of="episodes"),
    error("373", "starter", every(dob="@S-3y"), alter("episodes", place="S1"), of="episodes"),
    error("374", "starter", alter("episodes", place="P3", place_provider="PR4", urn=None)),
)

_LEGAL = (
    error("378", "starter", alter("episodes", place="P1", place_provider="PR0", ls="V2", urn=None)),
    error(
        "382",
        "short_breaks",
        alter("episodes", 1, place="T3", place_provider=None),
        at=(1,),
        also=(Found("380", "episodes", 1), Found("381", "episodes", 1)),
    ),
    error(
        "446",
        "starter",
        every(dob="01/06/2005"),
        alter("episodes", decom="01/11/2005", ls="E1"),
        add("placed_for_adoption", date_placed="01/11/2005"),
        add("placed_for_adoption_last", date_placed="01/11/2005"),
        of="episodes",
        also=(
            Found("NoE", "episodes", 0),
            Found("634", "previous_permanence", 0),
            Found("359", "episodes", 0, 2023),
            Found("191", "episodes", 0),
        ),
    ),
    error("384", "short_breaks", alter("episodes", place="U4")),
    error("408", "starter", alter("episodes", place="A6"), add("placed_for_adoption", date_placed="@S+20"), of="episodes"),
    error("426", "short_breaks", alter("episodes", 1, ls="V4"), at=(0, 1)),
    error("399", "short_breaks", add("reviews", review="@S+60", review_code="PN1"), of="episodes", at=(1,)),
)

_WHEREABOUTS = (
    error("392a", "starter", alter("episodes", pl_distance=None)),
    error("392b", "starter", alter("episodes", home_post=None)),
    error("392c", "starter", alter("episodes", home_post="ZZ1")),
    error("392d", "starter", alter("episodes", home_post="zz2 2bb")),
    error("398", "short_breaks", alter("episodes", home_post="ZZ1 1AA")),
    error("411", "starter", alter("episodes", pl_la="E06009998")),
    error("420", "short_breaks", alter("episodes", pl_la="{own}")),
    error("454", "starter", alter("episodes", pl_distance="400.0"), since=2025),
)

_LAST_YEAR = (
    error("NoE", "starter", alter("episodes", decom="@S-30"), _ALL_YEAR),
    error("562", "settled", alter("episodes_last", dec="@S-5", rec="E4A"), of="episodes"),
    error("502", "settled", alter("episodes_last", decom="@decom+1"), of="episodes"),
    error("503A", "settled", alter("episodes_last", rne="P"), of="episodes"),
    error("503B", "settled", alter("episodes_last", ls="C1"), of="episodes"),
    error("503C", "settled", alter("episodes_last", cin="N5"), of="episodes"),
    error("503D", "settled", alter("episodes_last", place="U6"), of="episodes"),
    error("503E", "settled", alter("episodes_last", place_provider="PR4"), of="episodes"),
    error("503F", "settled", alter("episodes_last", urn="SC9910005"), of="episodes"),
    error("503G", "settled", alter("episodes_last", pl_distance="9.9"), of="episodes", also=(Found("453", "episodes", 0),)),
    error("503H", "settled", alter("episodes_last", pl_la="E06009998"), of="episodes", also=(Found("452", "episodes", 0),)),
    error("503J", "settled", alter("episodes_last", pl_location="OUT"), of="episodes"),
)

_GONE = (
    error("1006", "missing", alter("missing", missing="Z")),
    error("1004", "missing", alter("missing", mis_start="31/02/2020")),
    error("1005", "missing", alter("missing", mis_end="31/02/2020")),
    error("564", "missing", alter("missing", mis_start=None)),
    error("565", "missing", alter("missing", missing=None, mis_end=None)),
    error("566", "missing", alter("missing", missing=None, mis_start=None)),
    error("586", "missing", alter("missing", mis_start="@dob-10"), also=(Found("581", "missing", 0),)),
    error("567", "missing", alter("missing", mis_end="@mis_start-1")),
    error("570", "missing", alter("missing", mis_start="@E+5", mis_end=None)),
    error("571", "missing", alter("missing", mis_end="@E+5")),
    error("574", "missing", again("missing", 0, mis_start="@mis_start+1", mis_end="@mis_end+1"), at=(1,)),
    error("576", "missing", add("missing_last", missing="M", mis_start="@S-20")),
    error("581", "starter", add("missing", missing="M", mis_start="@S+10", mis_end="@S+12")),
    error("575", "mover", add("missing", **_MISSING)),
    error("577", "leaver", alter("episodes", rec="E8"), add("missing", **_MISSING), of="missing", also=(Found("575", "missing", 0),)),
    error("578", "leaver", add("missing", missing="M", mis_start="@S+105", mis_end="@S+106")),
    error("580", "leaver", add("missing", missing="M", mis_start="@S+98", mis_end="@S+100"), of="episodes"),
)

CARE_ERRORS = (
    *_CODES, *_DAYS, *_PROVIDERS, *_SEQUENCE, *_AGES, *_LEGAL, *_WHEREABOUTS, *_LAST_YEAR, *_GONE,
)  # fmt: skip
