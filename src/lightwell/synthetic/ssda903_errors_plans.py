"""Errors in plans of adoption and in adoptions."""

from __future__ import annotations

from lightwell.synthetic.ssda903_planted_model import Found, add, alter, drop, error

_COUPLE = {
    "date_int": "@S+10", "date_match": "@S+20", "foster_care": "0", "nb_adoptr": "2", "sex_adoptr": "MF", "ls_adoptr": "L11",
}  # fmt: skip
_DECISION = "placed_for_adoption"
_BEFORE = "placed_for_adoption_last"

PLANS_ERRORS = (
    # adopters
    error("511", "adopted", alter("ad1", ls_adoptr="L0", sex_adoptr="M1")),
    error("514", "adopted", alter("ad1", ls_adoptr="L0")),
    error("517", "adopted", alter("ad1", ls_adoptr="L3", sex_adoptr="MM")),
    error("518", "adopted", alter("ad1", ls_adoptr="L4")),
    error("519", "adopted", alter("ad1", ls_adoptr="L2", nb_adoptr="1", sex_adoptr="M1")),
    error("520", "adopted", alter("ad1", sex_adoptr="MM")),
    error("524", "adopted", alter("ad1", ls_adoptr="L12")),
    # the record of the adoption
    error("112", "adopted", alter("ad1", date_int="31/02/2020")),
    error("113", "adopted", alter("ad1", date_match="31/02/2020")),
    error("114", "adopted", alter("ad1", foster_care="9")),
    error("175", "adopted", alter("ad1", nb_adoptr="3")),
    error("176", "adopted", alter("ad1", nb_adoptr="1", ls_adoptr="L0", sex_adoptr="XX")),
    error("177", "adopted", alter("ad1", ls_adoptr="L9")),
    error("151", "adopted", alter("ad1", foster_care=None), also=(Found("601", "episodes", 0),)),
    error("334", "adopted", alter("episodes", rne="S"), alter("episodes_last", rne="S"), of="ad1", also=(Found("1003", _DECISION, 0),)),
    error("333", "adopted", alter("ad1", date_match="@date_int-10")),
    error("331", "adopted", alter("ad1", date_match="@S-50")),
    error("521", "adopted", alter("ad1", date_int="@S-50"), also=(Found("333", "ad1", 0), Found("523", _DECISION, 0))),
    error("523", "adopted", alter("ad1", date_int="@date_int+10"), of=_DECISION),
    error("335", "adopted", alter("ad1", foster_care="1")),
    error("582", "adopted", alter("ad1", date_match="@S+100"), also=(Found("331", "ad1", 0),)),
    error("601", "adopted", drop("ad1"), of="episodes"),
    error("602", "leaver", add("ad1", **_COUPLE)),
    error("558", "adopted", alter(_DECISION, date_placed_ceased="@S+50", reason_placed_ceased="RD1"), also=(Found("525", "ad1", 0),)),
    # the decision that a child should be placed
    error("115", "placed", alter(_DECISION, date_placed="31/02/2020")),
    error("116", "placed", alter(_DECISION, date_placed_ceased="31/02/2020", reason_placed_ceased="RD1")),
    error("120", "placed", alter(_DECISION, date_placed_ceased="@S+150", reason_placed_ceased="RD9")),
    error("119", "placed", alter(_DECISION, date_placed_ceased="@S+150")),
    error("563", "starter", add(_DECISION, date_placed_ceased="@S+100", reason_placed_ceased="RD1")),
    error("184", "starter", add(_DECISION, date_placed="@dob-10"), also=(Found("1003", _DECISION, 0), Found("559", _DECISION, 0))),
    error("522", "starter", add(_DECISION, date_placed="@S+100", date_placed_ceased="@S+90", reason_placed_ceased="RD1")),
    error("579", "starter", add(_DECISION, date_placed="@S+40"), add(_DECISION, date_placed="@S+80"), at=(1,),
          also=(Found("583", _DECISION, 0),)),
    error("1003", "starter", add(_DECISION, date_placed="@S+5")),
    error("117", "leaver", add(_DECISION, date_placed="@S+120")),
    error("118", "settled", add(_DECISION, date_placed="@S-300", date_placed_ceased="@S-10", reason_placed_ceased="RD1"),
          add(_BEFORE, date_placed="@S-300")),
    error("551", "starter", alter("episodes", place="A4")),
    error("552", "starter", alter("episodes", place="A4"), add(_DECISION, date_placed="@S+60"), of=_DECISION),
    error("553", "starter", alter("episodes", ls="E1")),
    error("554", "starter", alter("episodes", ls="E1"), add(_DECISION, date_placed="@S+60"), of=_DECISION),
    error("557", "leaver", add(_DECISION, date_placed="@S+10"), of="episodes"),
    error("559", "settled", add(_DECISION, date_placed="@S-100")),
    error("560", "settled", add(_DECISION, date_placed="@S-100"), add(_BEFORE, date_placed="@S-90")),
    error("561", "settled", add(_DECISION, date_placed="@S-100"),
          add(_BEFORE, date_placed="@S-100", date_placed_ceased="@S-50", reason_placed_ceased="RD1")),
    error("584", "settled", add(_DECISION, date_placed="@S-100", date_placed_ceased="@S+20", reason_placed_ceased="RD1"),
          add(_BEFORE, date_placed="@S-90")),
    error("336", "placed", *(alter(table, place="K2") for table in ("episodes", "episodes_last")),
          alter("episodes", 1, place="A5", rne="T"), at=(1,)),
    error("217", "placed", alter("episodes", 1, place="A5"), at=(1,)),
    # permanence before
    error("630", "starter", drop("previous_permanence"), of="episodes"),
    error("631", "starter", alter("previous_permanence", prev_perm="P9")),
    error("632", "starter", alter("previous_permanence", prev_perm="P1", la_perm="{own}", date_perm="@S+40")),
    error("633", "starter", alter("previous_permanence", prev_perm="P1", la_perm="XX", date_perm="@S-400")),
    error("634", "mother", alter("episodes", decom="01/06/2015"), alter("episodes_last", decom="01/06/2015"), of="previous_permanence"),
    error("635", "starter", alter("previous_permanence", date_perm="@S-400")),
)  # fmt: skip
