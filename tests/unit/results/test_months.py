"""The months of a longer window: each counted once, adding up to the window."""

from __future__ import annotations

from lightwell.results.opened import reading
from lightwell.store import Snapshot

_ADDED_UP = """
select w.numerator, sum(m.numerator), count(*)
from result_values w
join result_months m on m.indicator = w.indicator and m.breakdown = w.breakdown and m.member = w.member
    and m.month > w.month - interval 12 month and m.month <= w.month
where w.period_type = 'rolling_12_months' and w.state = 'known' and m.state = 'known'
    and w.breakdown = 'authority'
group by w.indicator, w.month, w.numerator having count(*) = 12
"""


def test_twelve_months_add_up_to_the_rolling_year(small: Snapshot) -> None:
    with reading(small) as connection:
        rows = connection.execute(_ADDED_UP).fetchall()
    assert len(rows) >= 12
    assert any(whole for whole, _, _ in rows)
    assert all(whole == added for whole, added, _ in rows)


def test_only_indicators_with_a_longer_window_have_months_besides(small: Snapshot) -> None:
    with reading(small) as connection:
        found = {name for (name,) in connection.execute("select distinct indicator from result_months").fetchall()}
        of_more = "select distinct indicator from result_values where period_type not in ('month', 'month_end')"
        longer = connection.execute(of_more).fetchall()
    assert found == {name for (name,) in longer}
    assert found
