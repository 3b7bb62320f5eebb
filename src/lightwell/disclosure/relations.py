"""Finds what ties figures together, from what the indicators are: what any reader of the definitions could work out too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lightwell.definitions.model import Definition, PeriodType
from lightwell.disclosure.counted import Counted, counted_in
from lightwell.disclosure.model import AUTHORITY, Cell, Coordinates, Published, Relation, Term
from lightwell.periods import Month, financial_year_start, months_between

FLOWS = (("children_in_care", "periods_of_care", "started_on", "ended_on"),)
"""Roll calls with the events that change them: who was there, and those who came, less those who went, are there a month later."""

_NEAR = 1e-6


@dataclass(frozen=True, order=True)
class _Where:
    """One month for one member of one breakdown."""

    month: Month
    breakdown: str
    member: str


@dataclass
class _Numbers:
    """Every number that is counted, by what it counts and where, with one term that stands for it and the truth where there is one."""

    terms: dict[Counted, dict[_Where, Term]] = field(default_factory=lambda: defaultdict(dict))
    truth: dict[Term, float] = field(default_factory=dict)
    same: list[Relation] = field(default_factory=list)

    def add(self, what: Counted, where: _Where, term: Term, truth: float | None) -> None:
        """Add a number, or say that it is one already there."""
        first = self.terms[what].setdefault(where, term)
        if first != term:
            self.same.append(Relation((first, replace(term, factor=-1)), "=", "they count the same"))
        if truth is not None:
            self.truth[term] = truth
            self.truth.setdefault(first, truth)


def relations_of(definitions: Mapping[str, Definition], cells: Sequence[Cell], published: Sequence[Published] = ()) -> tuple[Relation, ...]:
    """List what ties together the figures of a pack, and those of the packs already published.

    Cells of indicators that are not in `definitions` stand alone: whoever makes them says what ties them. A relation that the figures do
    not bear out is left out, so that no reader is taken to know what is not so; where a sum does not come out, what is lacking is a number.
    """
    numbers = _numbers(definitions, cells, published)
    found: list[Relation] = []
    _single_months(numbers, found)
    _members(numbers, found)
    _parts_of_everything(numbers, found)
    _flows(numbers, found)
    true = (_borne_out(relation, numbers.truth) for relation in (*numbers.same, *found))
    return tuple(relation for relation in true if relation is not None)


def _numbers(definitions: Mapping[str, Definition], cells: Sequence[Cell], published: Sequence[Published]) -> _Numbers:
    numbers, counted = _Numbers(), {name: counted_in(definition) for name, definition in definitions.items()}
    here = {cell.at for cell in cells}
    for cell in cells:
        for part, what in counted.get(cell.at.indicator, {}).items():
            truth = cell.numerator if part == "numerator" else cell.denominator
            numbers.add(what, _where(cell.at), Term(cell.at, part), truth)
    for at in dict.fromkeys(each.printed.at for each in published if each.printed.at not in here):
        for part, what in counted.get(at.indicator, {}).items():
            numbers.add(what, _where(at), Term(at, part), None)
    return numbers


def _where(at: Coordinates) -> _Where:
    return _Where(at.month, at.breakdown, at.member)


def _add_up(parts: Iterable[Term], whole: Term, because: str) -> Relation:
    return Relation((*parts, replace(whole, factor=-1)), "=", because)


def _members(numbers: _Numbers, found: list[Relation]) -> None:
    """The members of a breakdown add up to the authority; where different children are counted, each is no more, and all no less."""
    for what, terms in numbers.terms.items():
        members: dict[tuple[Month, str], list[Term]] = defaultdict(list)
        for where, term in terms.items():
            if where.breakdown != AUTHORITY:
                members[where.month, where.breakdown].append(term)
        for (month, breakdown), parts in members.items():
            whole = terms.get(_Where(month, AUTHORITY, ""))
            if whole is None:
                continue
            because = f"the members of {breakdown} make the authority"
            if what.adds_up:
                found.append(_add_up(parts, whole, because))
            else:
                minus = tuple(replace(part, factor=-1) for part in parts)
                found.append(Relation((whole, *minus), "<=", because))
                found += [Relation((part, replace(whole, factor=-1)), "<=", because) for part in parts]


def first_month(window: PeriodType, month: Month) -> Month:
    """Give the first month of the period that ends with a month."""
    if window == "rolling_12_months":
        return month.plus(-11)
    if window in ("year_to_date", "year"):
        return financial_year_start(month)
    return month.plus(-((month.number - 1) % 3)) if window == "quarter" else month


def _single_months(numbers: _Numbers, found: list[Relation]) -> None:
    """A longer period is the sum of its months. Months that no cell shows are numbers all the same: two long periods can give one back."""
    longer = [what for what in numbers.terms if what.window not in ("month", "month_end") and what.adds_up]
    singles = [replace(one, window="month") for one in longer]
    shown = {what: {(where.month, where.breakdown) for where in numbers.terms[what]} for what in singles}
    for what in longer:
        single = replace(what, window="month")
        for where, whole in list(numbers.terms[what].items()):
            parts = []
            for month in months_between(first_month(what.window, where.month), where.month):
                one = replace(where, month=month)
                # Only members with rows have a cell: in a breakdown that is shown, one that is not there has none.
                if one not in numbers.terms[single] and (month, where.breakdown) not in shown[single]:
                    unseen = Coordinates(f"{whole.at.indicator} {whole.part}, single months", month, where.breakdown, where.member)
                    numbers.terms[single][one] = Term(unseen)
                if one in numbers.terms[single]:
                    parts.append(numbers.terms[single][one])
            found.append(_add_up(parts, whole, "a longer period is the sum of its months"))


def _parts_of_everything(numbers: _Numbers, found: list[Relation]) -> None:
    """Some of the rows of a fact are no more than all of them; the others are children who could be recognised too."""
    for whole in [what for what in numbers.terms if what.everything]:
        alike = replace(whole, where="")
        for part in [what for what in numbers.terms if what != whole and replace(what, where="") == alike]:
            for where, term in numbers.terms[part].items():
                everything = numbers.terms[whole].get(where)
                if everything is not None and not _in_one_share(term, everything):
                    because = "some of the rows are no more than all"
                    found.append(Relation((term, replace(everything, factor=-1)), "<=", because, counts_rest=True))


def _in_one_share(term: Term, everything: Term) -> bool:
    return term.at == everything.at


def _flows(numbers: _Numbers, found: list[Relation]) -> None:
    """Who was there, and those who came, less those who went, are there a month later."""
    by_fact = {(what.fact, what.on): what for what in numbers.terms if what.everything and what.window in ("month", "month_end")}
    for stock, flow, came_on, went_on in FLOWS:
        there, came, went = by_fact.get((stock, "")), by_fact.get((flow, came_on)), by_fact.get((flow, went_on))
        if there is None or came is None or went is None:
            continue
        for where, closing in numbers.terms[there].items():
            opening = numbers.terms[there].get(replace(where, month=where.month.plus(-1)))
            started, ceased = numbers.terms[came].get(where), numbers.terms[went].get(where)
            if where.breakdown == AUTHORITY and opening and started and ceased:
                terms = (opening, started, replace(ceased, factor=-1), replace(closing, factor=-1))
                found.append(Relation(terms, "=", "those who were there and came, less those who went"))


def _borne_out(relation: Relation, truth: Mapping[Term, float]) -> Relation | None:
    """Give a relation as far as the figures bear it out: as it is where they cannot say.

    A sum that comes out at more or less, as when a month is printed as it was and its year as it is now, gives the difference away, which
    counts children too: it is a number of its own.
    """
    total = 0.0
    for term in relation.terms:
        number = truth.get(replace(term, factor=1))
        if number is None:
            return relation
        total += term.factor * number
    if relation.sense == "<=":
        return relation if total <= _NEAR else None
    if abs(total) <= _NEAR:
        return relation
    terms = relation.terms if total < 0 else tuple(replace(term, factor=-term.factor) for term in relation.terms)
    return Relation(terms, "<=", f"{relation.because}, but for some", counts_rest=True)
