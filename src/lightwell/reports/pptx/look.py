"""The deck's measures and colours: every size, place and colour that a slide uses, said once."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.enum.dml import MSO_THEME_COLOR

from lightwell.definitions.targets import Status

FONT = "Arial"

THEME_COLOURS = {
    "dk1": "0B0C0C",
    "lt1": "FFFFFF",
    "dk2": "12213A",
    "lt2": "F3F2F1",
    "accent1": "1D70B8",
    "accent2": "505A5F",
    "accent3": "00703C",
    "accent4": "B35C00",
    "accent5": "D4351C",
    "accent6": "B1B4B6",
    "hlink": "1D70B8",
    "folHlink": "4C2C92",
}
"""The theme's colours by slot. Runs and shapes name the slot, so a council that changes the theme changes the whole deck."""

TEXT = MSO_THEME_COLOR.TEXT_1
PALE = MSO_THEME_COLOR.BACKGROUND_2
BLUE = MSO_THEME_COLOR.ACCENT_1
GREY = MSO_THEME_COLOR.ACCENT_2
LINE = MSO_THEME_COLOR.ACCENT_6

INCH = 914_400
"""English metric units in an inch, the unit of every place on a slide."""


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in English metric units: left, top, width, height."""
        return (round(self.left * INCH), round(self.top * INCH), round(self.width * INCH), round(self.height * INCH))


SLIDE = Box(0, 0, 13.333, 7.5)
TITLE = Box(0.5, 0.5, 12.333, 0.74)
KICKER = Box(0.5, 0.24, 12.333, 0.28)
CONTENT = Box(0.5, 1.32, 12.333, 5.45)
READING = Box(0.5, 1.4, 9.6, 5.35)
CHART = Box(0.4, 1.35, 8.45, 5.45)
BESIDE = Box(9.1, 1.4, 3.733, 5.35)
SUMMARY_TEXT = Box(0.5, 1.4, 6.9, 5.35)
SUMMARY_TABLE = Box(7.9, 1.32, 4.933, 5.45)
FOOTER = Box(0.5, 6.98, 10.9, 0.36)
NUMBER = Box(11.5, 6.98, 1.333, 0.36)


STATUS_COLOURS = {
    Status.ON_TARGET: MSO_THEME_COLOR.ACCENT_3,
    Status.NEAR: MSO_THEME_COLOR.ACCENT_4,
    Status.OFF_TARGET: MSO_THEME_COLOR.ACCENT_5,
    Status.NO_TARGET: GREY,
    Status.NO_DATA: GREY,
}
"""The slot of the theme that marks a status; its shape and word are those of every format."""
