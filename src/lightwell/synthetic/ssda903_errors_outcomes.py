"""Errors in reviews, outcomes (OC2), social workers and deprivation of liberty."""

from __future__ import annotations

from lightwell.synthetic.ssda903_planted_model import Found, add, again, alter, error, every

_WORKERS = "social_worker_episodes"
_ORDERS = "deprivation_of_liberty"
_HEALTH = {"immunisations": "1", "teeth_check": "1", "health_assessment": "1", "substance_misuse": "0"}
_SINCE_WORKERS, _SINCE_DATES, _SINCE_ORDERS = 2023, 2025, 2026

_REVIEWS = (
    error("166", "settled", alter("reviews", review=None)),
    error("167", "settled", alter("reviews", review_code="PN9")),
    error("440", "settled", alter("reviews", review_code="PN0")),
    error("441", "baby", alter("reviews", review_code="PN1")),
)

_OUTCOMES = (
    error("181", "settled", alter("oc2", immunisations="2")),
    error("544", "settled", alter("oc2", immunisations=None), also=(Found("182", "oc2", 0), Found("191", "oc2", 0))),
    error("547", "baby", alter("oc2", teeth_check=None), also=(Found("182", "oc2", 0), Found("191", "oc2", 0))),
    error("191", "settled", alter("oc2", convicted=None, **dict.fromkeys(_HEALTH)), also=(Found("543", "oc2", 0),)),
    error("192", "settled", alter("oc2", substance_misuse="1")),
    error("193", "settled", alter("oc2", intervention_received="1")),
    error("158", "settled", alter("oc2", substance_misuse="1", intervention_received="1", intervention_offered="1")),
    error("159", "settled", alter("oc2", substance_misuse="1", intervention_received="0")),
    error("190", "leaver", add("oc2", **_HEALTH)),
    error("542", "baby", alter("oc2", convicted="0")),
    error("543", "settled", alter("oc2", convicted=None)),
    error("545", "baby", alter("oc2", health_check=None)),
    error("546", "settled", alter("oc2", health_check="1")),
    error("187", "settled", add("ad1", date_int="@S+10", date_match="@S+20", foster_care="0", nb_adoptr="2", sex_adoptr="MF",
                                ls_adoptr="L11"), of="episodes", also=(Found("602", "ad1", 0),)),
    error("215", "care_leaver", add("oc2", **_HEALTH), also=(Found("190", "oc2", 0), Found("1012", "oc3", 0))),
    error("180", "settled", alter("oc2", sdq_score="41")),
    error("196", "mother", alter("oc2", sdq_score=None, sdq_reason="SDQ9")),
    error("197a", "settled", alter("oc2", sdq_reason="SDQ2")),
    error("188", "baby", alter("oc2", sdq_score="5")),
    error("189", "settled", every(dob="@S-17y"), alter("header_last", dob="@S-17y"), of="oc2"),
    error("185", "leaver", add("oc2", sdq_score="5")),
    error("198", "leaver", add("oc2", sdq_reason="SDQ2")),
    error("186", "settled", alter("oc2", sdq_score=None, sdq_reason="SDQ2")),
    error("197B", "mother", alter("oc2", sdq_score=None)),
    error("157", "settled", alter("oc2", sdq_score=None, sdq_reason="SDQ1"), also=(Found("186", "oc2", 0),)),
)  # fmt: skip

_CASEHOLDERS = (
    error("SW02STG1", "settled", alter(_WORKERS, sw_id="AB1"), since=_SINCE_WORKERS),
    error("SW04STG1", "settled", alter(_WORKERS, 1, sw_decom="31/02/2020"), at=(1,), since=_SINCE_WORKERS,
          also=(Found("SW11bSTG2", _WORKERS, 0, _SINCE_WORKERS), Found("SW17STG2", _WORKERS, 0, _SINCE_DATES))),
    error("SW05STG1", "settled", alter(_WORKERS, 1, sw_dec="31/02/2020"), at=(1,), since=_SINCE_WORKERS),
    error("SW13STG1", "settled", alter(_WORKERS, sw_reason="WRONG"), since=_SINCE_WORKERS),
    error("SW18STG2", "settled", alter(_WORKERS, sw_decom="@S+103", sw_reason="FCONTA"), alter(_WORKERS, 1, sw_decom="@S+104"),
          since=_SINCE_DATES),
    error("SW09STG2", "settled", alter(_WORKERS, sw_decom="@S+100", sw_reason="FCONTA"), alter(_WORKERS, 1, sw_decom="@S+103"),
          since=_SINCE_WORKERS),
    error("SW06STG2", "starter", alter(_WORKERS, sw_decom="@E+5"), since=_SINCE_WORKERS,
          also=(Found("SW17STG2", _WORKERS, 0, _SINCE_DATES),)),
    error("SW07STG2", "settled", alter(_WORKERS, 1, sw_dec="@E+5"), at=(1,), since=_SINCE_WORKERS),
    error("SW19STG2", "settled", again(_WORKERS, 0, sw_dec="@S-390"), alter(_WORKERS, sw_decom="@S-400"), at=(0, 2), since=_SINCE_DATES,
          also=(Found("SW07STG2", _WORKERS, 2), Found("SW10STG2", _WORKERS, 0), Found("SW10aSTG2", _WORKERS, 0))),
    error("SW08STG2", "settled", alter(_WORKERS, sw_dec=None), since=_SINCE_WORKERS),
    error("SW10STG2", "settled", alter(_WORKERS, 1, sw_decom="@S+95"), at=(1,), since=_SINCE_WORKERS),
    error("SW10aSTG2", "settled", alter(_WORKERS, 1, sw_decom="@S+120"), at=(1,), since=_SINCE_DATES),
    error("SW10bSTG2", "settled", alter(_WORKERS, 1, sw_decom="@S+95", sw_reason="FCONTA"), at=(1,), since=_SINCE_DATES,
          also=(Found("SW10STG2", _WORKERS, 1),)),
    error("SW12STG2", "settled", alter(_WORKERS, sw_decom="@S+10"), since=_SINCE_WORKERS),
    error("SW11bSTG2", "settled", alter(_WORKERS, 1, sw_dec="@E-10"), at=(1,), since=_SINCE_WORKERS,
          also=(Found("SW17STG2", _WORKERS, 1, _SINCE_DATES),)),
)  # fmt: skip

_LIBERTY = (
    error("700", "deprived", alter(_ORDERS, dolo_start="31/02/2020"), since=_SINCE_ORDERS),
    error("701", "deprived", alter(_ORDERS, dolo_end="31/02/2020"), since=_SINCE_ORDERS),
    error("708", "deprived", alter(_ORDERS, dolo_start="@dob-5"), since=_SINCE_ORDERS),
    error("702", "deprived", alter(_ORDERS, dolo_end="@dolo_start-10"), since=_SINCE_ORDERS),
    error("703", "deprived", alter(_ORDERS, dolo_start="@E+5", dolo_end=None), since=_SINCE_ORDERS),
    error("704", "deprived", alter(_ORDERS, dolo_end="@E+5"), since=_SINCE_ORDERS),
    error("705", "deprived", again(_ORDERS, 0, dolo_start="@dolo_start+10", dolo_end="@dolo_end+10"), at=(1,), since=_SINCE_ORDERS),
    error("706", "deprived", add("deprivation_of_liberty_last", dolo_start="@S-20"), since=_SINCE_ORDERS + 1),
    error("707", "starter", alter("episodes", place="K2", dec="@S+150", rec="E4A"), add(_ORDERS, dolo_start="@S+40"), of=_ORDERS,
          since=_SINCE_ORDERS),
    error("709", "deprived", *(alter(table, place="R3") for table in ("episodes", "episodes_last")), of=_ORDERS, since=_SINCE_ORDERS),
    error("710", "deprived", *(alter(table, place="K1") for table in ("episodes", "episodes_last")), of=_ORDERS, since=_SINCE_ORDERS,
          also=(Found("709", _ORDERS, 0),)),
)  # fmt: skip

OUTCOMES_ERRORS = (*_REVIEWS, *_OUTCOMES, *_CASEHOLDERS, *_LIBERTY)
