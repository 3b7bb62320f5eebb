"""The empty deck: python-pptx's default template made 16:9, with our colours, fonts, master and five layouts of real placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.util import Emu

from lightwell.reports.pptx import look
from lightwell.reports.pptx.look import Box

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ROOT = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)

KICKER_INDEX = 13
BODY_INDEX = 14
FOOTER_INDEX = 11
NUMBER_INDEX = 12

_GUTTER = 0.5
"""Inches between two columns of text."""


@dataclass(frozen=True)
class _Place:
    """One placeholder of a layout: its kind, where it is, and how its text looks (size in points, colour a slot of the theme)."""

    name: str
    kind: str
    index: int
    box: Box
    size: float
    colour: str = "tx1"
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    space_before: float = 0
    prompt: str = "Text"
    columns: int = 1


_TITLE = _Place("Title", "title", 0, look.TITLE, 24, bold=True, prompt="Title")
_KICKER = _Place("Kicker", "body", KICKER_INDEX, look.KICKER, 12, colour="accent2", prompt="Pack and month")
_FOOTER = _Place("Footer", "ftr", FOOTER_INDEX, look.FOOTER, 9, colour="accent2", anchor="ctr", prompt="Footer")
_NUMBER = _Place("Slide number", "sldNum", NUMBER_INDEX, look.NUMBER, 9, colour="accent2", align="r", anchor="ctr")
_BODY = _Place("Text", "body", BODY_INDEX, look.READING, 14, space_before=8)
_COLUMNS = _Place("Text", "body", BODY_INDEX, look.CONTENT, 12, space_before=8, columns=2)

_LAYOUTS: dict[str, tuple[_Place, ...]] = {
    "Cover": (
        _Place("Title", "title", 0, Box(0.9, 1.6, 11.5, 1.9), 40, colour="bg1", bold=True, anchor="b", prompt="Title"),
        _Place("Subtitle", "body", BODY_INDEX, Box(0.9, 3.75, 11.5, 1.6), 20, colour="bg1", space_before=4),
        _Place("Footer", "ftr", FOOTER_INDEX, Box(0.9, 6.9, 10.5, 0.4), 9, colour="accent6", anchor="ctr", prompt="Footer"),
        _Place("Slide number", "sldNum", NUMBER_INDEX, look.NUMBER, 9, colour="accent6", align="r", anchor="ctr"),
    ),
    "Table": (_TITLE, _KICKER, _FOOTER, _NUMBER),
    "Text": (_TITLE, _KICKER, _BODY, _FOOTER, _NUMBER),
    "Text in columns": (_TITLE, _KICKER, _COLUMNS, _FOOTER, _NUMBER),
    "Text and picture": (
        _TITLE,
        _KICKER,
        _Place("Text", "body", BODY_INDEX, look.BESIDE, 14, space_before=8),
        _FOOTER,
        _NUMBER,
    ),
}


def new_deck() -> Presentation:
    """Make the empty deck: no slides, and the layouts `Cover`, `Table`, `Text`, `Text in columns` and `Text and picture`."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Emu(12_192_000), Emu(6_858_000)
    size = deck.element.find(f"{{{deck.element.nsmap['p']}}}sldSz")
    if size is not None and "type" in size.attrib:
        del size.attrib["type"]
    for layout in list(deck.slide_layouts)[len(_LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    recolour(deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME))
    _dress_master(deck)
    for layout, (name, places) in zip(deck.slide_layouts, _LAYOUTS.items(), strict=True):
        _dress_layout(layout, name, places)
    return deck


def layout(deck: Presentation, name: str) -> SlideLayout:
    """Find one of the deck's layouts by its name; raises `KeyError` if it has none of that name."""
    found = deck.slide_layouts.get_by_name(name)
    if found is None:
        raise KeyError(name)
    return found


def recolour(theme_part: Any) -> None:
    """Put our colours and font into a theme part, of slides or of notes; the rest of the theme is as it was."""
    text = theme_part.blob.decode("utf-8")
    for slot, colour in look.THEME_COLOURS.items():
        text = re.sub(rf"<a:{slot}>.*?</a:{slot}>", f'<a:{slot}><a:srgbClr val="{colour}"/></a:{slot}>', text)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{look.FONT}", text)
    text = text.replace('name="Office Theme"', 'name="Lightwell"')
    theme_part._blob = text.encode("utf-8")  # the part has no public setter


def _dress_master(deck: Presentation) -> None:
    master = deck.slide_masters[0]
    places = (_TITLE, _BODY, _FOOTER, _NUMBER)
    shapes = "".join(_placeholder(number, place, of_master=True) for number, place in enumerate(places, start=2))
    furniture = _rectangle(20, "Band", Box(0, 0, look.SLIDE.width, 0.08), "tx2") + _rectangle(
        21, "Rule above the footer", Box(0.5, 6.93, 12.333, 0.008), "accent6"
    )
    _replace_tree(master.element, furniture + shapes)
    styles = master.element.find(f"{{{master.element.nsmap['p']}}}txStyles")
    master.element.replace(styles, parse_xml(_text_styles()))


def _dress_layout(layout: SlideLayout, name: str, places: tuple[_Place, ...]) -> None:
    _replace_tree(layout.element, "".join(_placeholder(number, place) for number, place in enumerate(places, start=2)))
    layout.element.cSld.set("name", name)
    layout.element.attrib.pop("type", None)
    layout.element.set("userDrawn", "1")
    if name == "Cover":
        layout.element.set("showMasterSp", "0")
        background = f'<p:bg {_SPACES}><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        layout.element.cSld.insert(0, parse_xml(background))


def _replace_tree(element: BaseOxmlElement, shapes: str) -> None:
    common = element.cSld
    common.replace(common.spTree, parse_xml(f"<p:spTree {_SPACES}>{_ROOT}{shapes}</p:spTree>"))


def _placeholder(number: int, place: _Place, *, of_master: bool = False) -> str:
    left, top, width, height = place.box.emu
    index = "" if place.kind == "title" else f' idx="{place.index}"'
    size = ' sz="quarter"' if place.kind in ("ftr", "sldNum") or place.index == KICKER_INDEX else ""
    fit = "<a:normAutofit/>" if place.kind in ("title", "body") else ""
    columns = f' numCol="{place.columns}" spcCol="{round(_GUTTER * look.INCH)}"' if place.columns > 1 else ""
    user_drawn = "" if of_master or place.kind != "body" else ' userDrawn="1"'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr{user_drawn}><p:ph type="{place.kind}"{size}{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"{columns}>{fit}'
        f"</a:bodyPr><a:lstStyle>{_level(1, place)}</a:lstStyle>{_prompt(place)}</p:txBody></p:sp>"
    )


def _level(level: int, place: _Place) -> str:
    return (
        f'<a:lvl{level}pPr marL="0" indent="0" algn="{place.align}"><a:spcBef><a:spcPts val="{round(place.space_before * 100)}"/>'
        f'</a:spcBef><a:buNone/><a:defRPr lang="en-GB" sz="{round(place.size * 100)}" b="{int(place.bold)}" kern="1200">'
        f'<a:solidFill><a:schemeClr val="{place.colour}"/></a:solidFill></a:defRPr></a:lvl{level}pPr>'
    )


def _prompt(place: _Place) -> str:
    if place.kind == "sldNum":
        return '<a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld></a:p>'
    return f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{escape(place.prompt)}</a:t></a:r></a:p>' if place.prompt else "<a:p/>"


def _rectangle(number: int, name: str, box: Box, colour: str) -> str:
    left, top, width, height = box.emu
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _text_styles() -> str:
    plain = _Place("", "", 0, look.CONTENT, 14)
    font = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
    body = "".join(_level(level, plain) for level in range(1, 6)).replace("</a:defRPr>", f"{font}</a:defRPr>")
    title = _level(1, _TITLE).replace("</a:defRPr>", font.replace("+mn", "+mj") + "</a:defRPr>")
    return (
        f"<p:txStyles {_SPACES}><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{body}</p:otherStyle></p:txStyles>"
    )
