"""The sums of the benchmark: percentiles, spreads, ratios, bounds and the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import larger, report
from bench.figures import BOUNDS, Figure, Name, missed
from bench.spread import Spread, percentile, ratios, spread
from knowledge import load


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 50), (50.5, 51), (99, 99), (99.1, 100), (100, 100)]
)
def test_a_percentile_is_the_value_at_the_nearest_rank(percent: float, expected: int) -> None:
    backwards = list(range(100, 0, -1))

    assert percentile(backwards, percent) == expected


def test_the_percentiles_of_one_value_are_that_value() -> None:
    assert [percentile([7.0], percent) for percent in (1, 50, 99)] == [7.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("values", "middle"), [([3.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 2.0, 3.0], 2.5), ([5.0], 5.0)]
)
def test_a_spread_is_minimum_median_and_maximum(values: list[float], middle: float) -> None:
    assert spread(values) == Spread(low=min(values), middle=middle, high=max(values))


def test_a_ratio_is_taken_within_its_repetition() -> None:
    assert ratios([2.0, 9.0], [1.0, 3.0]) == (2.0, 3.0)
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


def test_a_bound_holds_for_the_median_and_needs_a_figure() -> None:
    bounds = {Name.WARM_P50: 1.0, Name.MEMORY: 170.0}
    kept = Figure(name=Name.WARM_P50, unit="ms", values=(0.5, 1.0, 9.0))
    broken = Figure(name=Name.WARM_P50, unit="ms", values=(0.5, 1.1, 1.2))

    assert missed([kept], bounds) == [f"{Name.MEMORY}: not measured"]
    assert missed([broken], {Name.WARM_P50: 1.0}) == [f"{Name.WARM_P50}: 1.10, at most 1"]


def test_the_table_goes_between_the_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n", "utf-8")
    figure = Figure(name=Name.WARM_P50, unit="ms", values=(0.25, 0.5, 2.0))

    report.write("2 cores", report.table([figure]), document)

    text = document.read_text("utf-8")
    assert f"| {Name.WARM_P50} | ms | 0.25 | 0.50 | 2.00 | {BOUNDS[Name.WARM_P50]:g} |" in text
    assert text.startswith("before\n")
    assert text.endswith("<!-- measured: end -->\nafter\n")
    assert "old" not in text


def test_a_document_without_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("no marks\n", "utf-8")

    with pytest.raises(ValueError, match="lacks the marks"):
        report.write("2 cores", "table", document)
    assert document.read_text("utf-8") == "no marks\n"


def test_ten_times_the_facts_are_valid_and_ten_times_as_many(tmp_path: Path) -> None:
    larger.write(load.DATA, tmp_path)

    real, many = load.read(), load.read(tmp_path)

    for kind in ("stages", "roles", "units", "topics", "terms", "conflicts", "gaps"):
        assert len(getattr(many, kind)) == larger.TIMES * len(getattr(real, kind))
    cells = [
        sum(bool(c.text) for r in each.roles.values() for c in r.cells.values()) for each in (real, many)
    ]
    assert cells[1] == larger.TIMES * cells[0]
