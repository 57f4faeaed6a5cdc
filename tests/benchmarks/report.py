"""The table a bench prints: medians, ratios to ours, and whether each goal is met."""

from __future__ import annotations

from tests.benchmarks.bench import Bench, Measures

_FIRST = ("seconds", "cpu_seconds", "peak_mb", "with_children_mb")


def report(name: str, bench: Bench, medians: dict[str, Measures]) -> str:
    """Return the text for one bench."""
    ours = medians.get(bench.ways[0].name, {})
    extra = sorted({measure for measures in medians.values() for measure in measures} - set(_FIRST))
    columns = [*_FIRST, *extra]
    rows = [["way", "seconds", "× ours", "CPU s", "peak MB", "with children", *extra]]
    for way, measures in medians.items():
        shown = [_figure(measures.get(column)) for column in columns]
        rows.append([way, shown[0], _ratio(measures, ours), *shown[1:]])
    goals = [["goal", "is", ""]]
    for goal in bench.goals:
        value = goal.value(ours, medians.get(goal.against, {}))
        verdict = "not measured" if value is None else "met" if goal.is_met(value) else "MISSED"
        goals.append([goal.words, _figure(value), verdict])
    tables = [rows, goals] if bench.goals else [rows]
    return "\n".join([f"\n{name}: {bench.title}", *(_aligned(table) for table in tables)])


def _ratio(measures: Measures, ours: Measures) -> str:
    mine, theirs = ours.get("seconds"), measures.get("seconds")
    return f"{theirs / mine:.2f}" if mine and theirs else "-"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 10 else f"{value:.1f}"


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  " + "-" * (len(max(lines, key=len)) - 2), *lines[1:]])
