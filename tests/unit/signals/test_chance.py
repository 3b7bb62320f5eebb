"""Normal scores and exact limits against SciPy 1.16: `norm.ppf` of the mid-p of `poisson` and `binom`, and their `ppf(0.00135)`."""

import numpy as np
import pytest

from lightwell.signals.chance import binomial_score, exact_limits, poisson_score, student_score


@pytest.mark.parametrize(("count", "expected", "score"), [(0, 0.5, -0.5150), (3, 0.5, 2.4058), (5, 2, 1.8170), (9, 20, -2.6929)])
def test_poisson_score(count: int, expected: float, score: float) -> None:
    assert float(poisson_score(np.array([float(count)]), np.array([expected]))[0]) == pytest.approx(score, abs=0.01)


@pytest.mark.parametrize(
    ("count", "of", "share", "score"), [(0, 10, 0.1, -0.9372), (4, 10, 0.1, 2.4464), (60, 100, 0.8, -4.5690), (1, 30, 0.1, -1.2105)]
)
def test_binomial_score(count: int, of: int, share: float, score: float) -> None:
    assert float(binomial_score(*(np.array([float(each)]) for each in (count, of, share)))[0]) == pytest.approx(score, abs=0.01)


def test_student_score_at_the_quantiles_of_a_table() -> None:
    """Two-sided 5 % and 0.1 % of Student's t with 10 and 23 degrees of freedom."""
    found = student_score(np.array([2.2281, 4.5869, 2.0687, 3.7676]), np.array([10.0, 10, 23, 23]))
    assert found == pytest.approx([1.960, 3.291, 1.960, 3.291], abs=0.01)


def test_exact_limits() -> None:
    least, most = exact_limits(np.array([np.inf, np.inf, np.inf, 20, 50, 12]), np.array([0.2, 2.5, 7, 0.05, 0.02, 0.2]))
    assert most.tolist() == [2, 8, 16, 5, 5, 7]
    assert least.tolist() == [0, 0, 1, 0, 0, 0]
