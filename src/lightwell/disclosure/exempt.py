"""Numbers that are protected not because they are small but because the council has exempted them: any number, 0 included."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lightwell.disclosure.attack import Attacker
from lightwell.disclosure.frame import PARTS, Figure, Frame
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import Cell, Coordinates, Part, Printed, Reason
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import withhold
from lightwell.disclosure.witness import Secret


def public_columns(frame: Frame, exempt: Collection[Coordinates]) -> frozenset[int]:
    """Give the numbers that a cell of this pack which is not exempt is of: they are published in their own right, or decided there."""
    return frozenset(
        column for figure in frame.figures if figure.earlier is None and figure.at not in exempt for column in figure.columns.values()
    )


def says_nothing(figure: Figure, cell: Cell, public: Collection[int]) -> bool:
    """Say whether an exempt cell is a share of what everyone can see is nothing, which leaves nothing to protect."""
    return cell.kind == "percent" and not cell.denominator and figure.columns["denominator"] in public


def exempt_secrets(figure: Figure, cell: Cell, public: Collection[int], policy: Policy) -> Iterator[Secret]:
    """Give the secrets of an exempt cell: none of its numbers may be known more closely than an amount, nor than a small number."""
    for part in _parts(figure, public):
        number = {"numerator": cell.numerator, "denominator": cell.denominator or 0.0, "rest": cell.rest}[part]
        width = max(float(policy.least_width), policy.least_amount_share * abs(number))
        yield Secret(figure.columns[part], cell.at, part, float("inf"), float("-inf"), width, number, exempt=True)


def exempt_without_truth(frame: Frame, reasons: Sequence[Sequence[Reason]], policy: Policy) -> Iterator[Secret]:
    """Give the same of exempt cells of which only the outcome is known; `reasons` are by place."""
    exempt = {figure.at for figure, why in zip(frame.figures, reasons, strict=False) if Reason.EXEMPT in why}
    public = public_columns(frame, exempt)
    for figure, why in zip(frame.figures, reasons, strict=False):
        for part in _parts(figure, public) if Reason.EXEMPT in why else ():
            width, share = float(policy.least_width), policy.least_amount_share
            yield Secret(figure.columns[part], figure.at, part, float("inf"), float("-inf"), width, share=share, exempt=True)


def _parts(figure: Figure, public: Collection[int]) -> Iterator[Part]:
    """The numbers of an exempt figure. What it is a share of may be public in its own right, as the number of children in care is."""
    return (part for part in PARTS[figure.kind] if part != "denominator" or figure.columns[part] not in public)


def out_already(knowledge: Knowledge, secrets: Sequence[Secret], truth: Mapping[int, float]) -> set[Coordinates]:
    """Give the exempt cells that stay known from earlier packs, whatever of this one is suppressed: nothing is gained by suppressing."""
    # What is too hard to say is not taken to be out, or it would not be protected.
    everything = frozenset(place for place, figure in enumerate(knowledge.frame.figures) if figure.earlier is None)
    hidden = everything - knowledge.fixed | knowledge.hidden
    found = Attacker(truth, strict=False).attack(knowledge.when_hidden(hidden), secrets)
    # What is known roughly can still become known outright.
    return {one.secret.at for one in found if one.highest - one.lowest < 1}


def as_known(printed: Printed, reasons: Collection[Reason]) -> Printed:
    """Give what a reader is taken to have of a cell that is suppressed for some reasons."""
    return withhold(printed) if {Reason.EXEMPT, Reason.ZERO} & set(reasons) else printed
