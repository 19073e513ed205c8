"""What was measured, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from bench import report
from bench.edge import figures, memory
from bench.edge.figures import Ratio
from bench.edge.load import Round
from bench.edge.soak import Soak
from bench.edge.speed import Rounds, Subject
from bench.spread import Spread

_SPEED = (
    "| who | messages a second: minimum | median | maximum | p50 ms | p99 ms | processor ms a turn "
    "| resident MB | connections opened a round | client busy |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)
_RATIOS = (
    "| messages a second, ratio | of the medians | at least | of a round: minimum | median | maximum |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: |"
)
_WHERE = "| processor time of a whole ask turn | ms | share |\n| --- | ---: | ---: |"
_MEMORY = "| whole ask turns | resident MB |\n| ---: | ---: |"


def speed(rounds: Rounds) -> str:
    """One line a subject, then one a ratio."""
    lines = [_SPEED, *(_subject(name, found) for name, found in rounds.items() if found)]
    return "\n".join([*lines, "", _RATIOS, *map(_ratio, figures.compare(rounds))])


def _subject(name: Subject, rounds: Sequence[Round]) -> str:
    def middle(spread: Spread, digits: int = 0) -> str:
        return f"{spread.middle:,.{digits}f}"

    def over(value: str) -> Spread:
        return figures.over(list(rounds), lambda each: float(getattr(each, value)))

    rate, found = over("rate"), list(rounds)
    cells = [
        *(f"{value:,.0f}" for value in (rate.low, rate.middle, rate.high)),
        middle(figures.over(found, lambda each: each.wait(50)), 1),
        middle(figures.over(found, lambda each: each.wait(99)), 1),
        middle(figures.over(found, lambda each: each.processor / each.turns * 1_000), 2),
        middle(over("resident")),
        f"{over('opened').high:,.0f}",
        f"{figures.over(found, lambda each: each.client / each.seconds).high:.0%}",
    ]
    return f"| {name} | {' | '.join(cells)} |"


def _ratio(ratio: Ratio) -> str:
    rounds = report.cells(ratio.rounds)
    return f"| {ratio.ours} / {ratio.theirs} | **{ratio.medians:.2f}** | {ratio.least:g} | {rounds} |"


def where(parts: Mapping[str, float]) -> str:
    """One line a part, then their sum."""
    whole = sum(parts.values())
    lines = [f"| {name} | {ms:.3f} | {ms / whole:.0%} |" for name, ms in parts.items()]
    return "\n".join([_WHERE, *lines, f"| all | {whole:.3f} | 100% |"])


def memory_table(found: Mapping[int, float]) -> str:
    """One line a mark, then the growth."""
    lines = [f"| {turns:,} | {megabytes:.1f} |" for turns, megabytes in found.items()]
    bound = f"at most {figures.MOST_GROWTH:g} %"
    return "\n".join([_MEMORY, *lines, "", f"Growth: {memory.growth(found):+.1f} %, {bound}."])


def soak(found: Soak) -> str:
    """What there was before, at the end of the first third, and at the end."""
    lags = [each.lag * 1_000 for each in found.during]
    longest = f"{median(lags):.1f}, {max(lags):.1f}"
    before, after = found.before, found.after
    return "\n".join(
        [
            "| soak | |",
            "| --- | ---: |",
            f"| top rate just before, turns a second | {found.top:,.0f} |",
            f"| turns, at {found.rate:,.0f} a second | {found.turns:,} |",
            f"| p99 ms | {found.p99:.1f} |",
            f"| resident MB: after the first third, at the end | {found.settled:.1f}, {found.final:.1f} |",
            f"| growth | {found.growth:+.1f} % |",
            f"| sockets at rest: before, after | {before.sockets}, {after.sockets} |",
            f"| tasks at rest: before, after | {before.tasks}, {after.tasks} |",
            f"| event loop's longest lag in a second, ms: median, maximum | {longest} |",
        ]
    )
