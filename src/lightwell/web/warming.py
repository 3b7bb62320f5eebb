"""Opens what the first readers of the day would otherwise wait for: the current snapshot, its journeys, its pack and its workload."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.template.loader import get_template

from lightwell.errors import LightwellError
from lightwell.reports.held import held_pack
from lightwell.results import has_clocks, workload
from lightwell.results.held import held
from lightwell.store import open_snapshot, snapshots

logger = logging.getLogger(__name__)


_TEMPLATES = (
    *("home/home.html", "performance/table.html", "performance/indicator.html"),
    *("children/list.html", "children/journey.html", "children/search.html", "workload/index.html"),
)
"""The pages that are opened most, whose templates are made ready."""


def warm() -> None:
    """Make the pages ready and open the current snapshot in this process, where there is one."""
    for name in _TEMPLATES:
        get_template(name)
    try:
        if not snapshots(settings.HOME):
            return
        snapshot = open_snapshot(settings.HOME)
        with held(snapshot):
            pass
        if snapshot.manifest.last_month is not None:
            held_pack(settings.HOME, snapshot, snapshot.manifest.last_month)
        if has_clocks(snapshot):
            workload(snapshot)
            workload(snapshot, by="service")
    except LightwellError as error:
        logger.warning("The current snapshot could not be opened ahead of the first reader: %s", error)


def warm_aside() -> None:
    """Do so beside the first requests, so that the server answers at once."""
    threading.Thread(target=warm, name="warming", daemon=True).start()
