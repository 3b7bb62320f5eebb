"""Folders of the SSDA903 for the tests, loaded as an extract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lightwell.extracts import Extract
from lightwell.extracts.ssda903_extract import read_ssda903_extract
from lightwell.returns import Collection
from tests.unit.extracts.folders import folder

COLLECTION = Collection(2025)
OURS, THEIRS, COUNTY = "E06000045", "E09000012", "E10000014"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
UASC = "CHILD,SEX,DOB,DUC"
OC3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"
AD1 = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR"
PLACED = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END"
WORKERS = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
POSTCODES = (
    "pcd,pcds,oseast1m,osnrth1m,oscty,oslaua\n"
    f"SO14 1AA,SO14 1AA,400000,100000,E99999999,{OURS}\n"
    f"E8  1EA,E8 1EA,{400000 + 16093.44:.0f},100000,E99999999,{THEIRS}\n"
    f"SO511AA,SO51 1AA,400000,100000,{COUNTY},E07000093\n"
    "BT1 1AA,BT1 1AA,330000,370000,N99999999,N09000003\n"
)


def load(tmp_path: Path, last: Mapping[str, str] | None = None, postcodes: Path | None = None, /, **files: str) -> Extract:
    """Load a folder of files, named without their ending, with those of last year."""
    this = folder(tmp_path / "this", {f"{name}.csv": text for name, text in files.items()})
    before = folder(tmp_path / "last", {f"{name}.csv": text for name, text in last.items()}) if last else None
    as_at = date(2026, 3, 31)
    return read_ssda903_extract(this, before, collection=COLLECTION, as_at=as_at, authority=OURS, postcodes=postcodes)


def lines(heading: str, *texts: str) -> str:
    return "\n".join((heading, *texts, ""))


def episodes(*texts: str) -> str:
    """Write episodes as `child decom rne ls place dec rec`, with `-` for blank and days as day/month/year."""
    out = []
    for text in texts:
        child, decom, rne, ls, place, dec, rec, *more = ("" if part == "-" else part for part in text.split())
        out.append(",".join((child, decom, rne, ls, "N1", place, "PR1", dec, rec, *more, *[""] * (4 - len(more)))))
    return lines(EPISODES, *out)


def said(found: Extract) -> str:
    return "\n".join(map(str, found.notes))
