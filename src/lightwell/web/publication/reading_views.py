"""What was published, read and taken out as it was; and members' packs, by those whose committee has them."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lightwell.reports.public import Edition, record
from lightwell.web.access.decisions import COMMITTEE, Action, can
from lightwell.web.publication import actions, queries


@require_safe
def page(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Show one file of a published site, as it went out."""
    can(request.user, Action.SEE_FIGURES).require()
    return _file(queries.file_of(queries.edition(number), name), name)


@require_safe
def download(request: HttpRequest, number: int) -> FileResponse:
    """Give a published site as a zip, to be copied to a web server."""
    can(request.user, Action.SEE_FIGURES).require()
    found = queries.edition(number)
    path = record.site_of(queries.home(), found)
    actions.took_site(by=queries.person_of(request), edition=found, page=request.path)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"publication-{found.month}-edition-{found.number}.zip")


@require_safe
def members_page(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Show one file of a members' pack; that it was read is recorded."""
    found = _members_pack(request, number)
    content = queries.file_of(found, name, "members")
    if PurePosixPath(name).suffix in (".html", ".pdf"):
        actions.read_exempt(by=queries.person_of(request), edition=found, page=request.path, file=name)
    return _file(content, name)


@require_safe
def members_download(request: HttpRequest, number: int) -> FileResponse:
    """Give a members' pack as a zip; that it was taken out is recorded."""
    found = _members_pack(request, number)
    path = record.site_of(queries.home(), found, "members")
    actions.took_members_pack(by=queries.person_of(request), edition=found, page=request.path)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"not-for-publication-{found.month}-{found.number}.zip")


def _members_pack(request: HttpRequest, number: int) -> Edition:
    """Find a members' pack, after it is known that the person may see any at all, and then that one."""
    can(request.user, Action.SEE_EXEMPT).require()
    found = queries.edition(number, "members")
    can(request.user, Action.SEE_EXEMPT, {COMMITTEE: found.committee}).require()
    return found


def _file(content: bytes, name: str) -> HttpResponse:
    kind = mimetypes.types_map.get(PurePosixPath(name).suffix, "application/octet-stream")
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return HttpResponse(content, content_type=f"{kind}{charset}")
