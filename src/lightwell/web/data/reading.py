"""Reading the files of an upload with the reader of what they are."""

from __future__ import annotations

from django.conf import settings

from lightwell.errors import LightwellError, Problem, Refused
from lightwell.extracts import Extract, Progress, read_annex_a, read_cin_extract, read_ssda903_extract, read_tables
from lightwell.results import read_settings
from lightwell.web.data import files
from lightwell.web.data.kinds import collection_of, kind_of
from lightwell.web.data.models import Upload
from lightwell.web.data.words import say_source


def read_extract(upload: Upload, report: Progress) -> Extract:
    """Read the files of an upload: tables, an Annex A workbook or a statutory return, as the content says, whatever the name is.

    A return is made for the collection whose year holds the as-at day. Raises `Refused` with every reason found if they cannot be used.
    """
    path, mapping, last_year = (files.kept(upload.pk, part) for part in files.PARTS)
    if path is None:
        raise LightwellError("The uploaded file is no longer there. Discard this upload and upload the extract again.")
    authority = read_settings(settings.HOME.settings).authority
    kind = kind_of(path, mapped=mapping is not None)
    problems = []
    if mapping is not None and kind != "tables":
        what = f"A mapping is for tables, and this is {'a workbook' if kind == 'annex_a' else 'a return'}."
        problems.append(Problem(what, where=mapping.name, remedy="Leave the mapping out, or upload the tables that it is for."))
    if last_year is not None and kind != "ssda903":
        what = f"A file of the year before goes with an SSDA903, and this is another kind: {say_source(kind)}."
        problems.append(Problem(what, where=last_year.name, remedy="Leave it out, or upload the SSDA903 that it is for."))
    if problems:
        raise Refused(f"{path.name} was not loaded; nothing was changed.", problems)
    collection = collection_of(upload.as_at)
    if kind == "annex_a":
        return read_annex_a(path, as_at=upload.as_at, authority=authority, progress=report)
    if kind == "ssda903":
        return read_ssda903_extract(path, last_year, collection=collection, as_at=upload.as_at, authority=authority, progress=report)
    if kind == "cin_census":
        return read_cin_extract(path, collection=collection, as_at=upload.as_at, authority=authority, progress=report)
    return read_tables(path, as_at=upload.as_at, authority=authority, mapping=mapping, progress=report)
