"""A dot at the end of a line from nought, as long as the figure is large: one for each row of a breakdown.

The drawing has no words, because the name and the figure stand beside it as text; it stretches with its column.
"""

from __future__ import annotations

from lightwell.reports.charts import BLUE

LINE = "#b1b4b6"


def lollipop(share: float | None) -> str:
    """Draw a line from nought with a dot at its end, `share` (0 to 1) of the width of its column; empty where there is no figure."""
    if share is None:
        return ""
    width = max(0.0, min(share, 1.0)) * 100
    return (
        f'<svg class="lw-lollipop" width="{width:.1f}%" height="12" aria-hidden="true" focusable="false">'
        f'<line x1="0" x2="100%" y1="6" y2="6" stroke="{LINE}"/><circle cx="100%" cy="6" r="5" fill="{BLUE}"/></svg>'
    )
