"""The mutation run itself: it makes the faults it names, one each, and keeps its sample where code moves."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from tests.mutation.__main__ import sampled
from tests.mutation.marking import MARK, marked
from tests.mutation.operators import mutants_of, mutated, mutated_tree
from tests.mutation.patching import put_in

SOURCE = '''
"""A module."""

from app.policy import rules

__all__ = ["pays", "shares"]
PAYABLE = ("proposed", "reviewed")
NAMES: dict[str, int] = {"gold": 1, "silver": 2}


def pays(award, day):
    """Return whether it pays."""
    work.require(RIGHT)
    if not award.is_held and award.state in PAYABLE:
        return award.first_day <= day < award.last_day
    if award.is_old:
        raise Refused(state=award.state)
    return [one for one in award.lines if one.is_open]


def listed(query):
    return query.where(Award.state == "held", Award.id > 1).order_by(key=1 + 2)
'''


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        ("boundary", "award.first_day <= day < award.last_day", "award.first_day < day < award.last_day"),
        ("boundary", "award.first_day <= day < award.last_day", "award.first_day <= day <= award.last_day"),
        ("equality", "award.state in PAYABLE", "award.state not in PAYABLE"),
        ("equality", "Award.state == 'held'", "Award.state != 'held'"),
        (
            "and/or",
            "not award.is_held and award.state in PAYABLE",
            "not award.is_held or award.state in PAYABLE",
        ),
        ("clause", "if not award.is_held and award.state in PAYABLE", "if award.state in PAYABLE"),
        ("not", "not award.is_held and", "not not award.is_held and"),
        ("not", "if award.is_old:", "if not award.is_old:"),
        ("statement", "work.require(RIGHT)", "pass"),
        ("statement", "raise Refused(state=award.state)", "pass"),
        ("return", "return [one for one in award.lines if one.is_open]", "return None"),
        ("filter", "in award.lines if one.is_open", "in award.lines"),
        ("filter", "where(Award.state == 'held', Award.id > 1)", "where(Award.id > 1)"),
        ("keyword", ".order_by(key=1 + 2)", ".order_by()"),
        ("arithmetic", "1 + 2", "1 - 2"),
        ("constant", "1 + 2", "2 + 2"),
        ("element", "('proposed', 'reviewed')", "('proposed',)"),
        ("entry", "{'gold': 1, 'silver': 2}", "{'gold': 2, 'silver': 2}"),
    ],
)
def test_an_operator_makes_this_fault_and_no_other(operator: str, before: str, after: str) -> None:
    plain = ast.unparse(ast.parse(SOURCE))
    assert before in plain
    texts = [mutated(SOURCE, mutant) for mutant in mutants_of(SOURCE, "a.py") if mutant.operator == operator]
    assert plain.replace(before, after, 1) in texts


def test_every_mutant_can_be_compiled_and_changes_something() -> None:
    plain = ast.unparse(ast.parse(SOURCE))
    for mutant in mutants_of(SOURCE, "a.py"):
        text = mutated(SOURCE, mutant)
        compile(text, "a.py", "exec")
        compile(mutated_tree(SOURCE, mutant.index), "a.py", "exec")
        assert text != plain, mutant


def test_declarations_are_left_alone() -> None:
    lines = {mutant.line for mutant in mutants_of(SOURCE, "a.py")}
    names, refusal = SOURCE.splitlines().index('__all__ = ["pays", "shares"]') + 1, "Refused(state"
    assert names not in lines
    assert not [m for m in mutants_of(SOURCE, "a.py") if refusal in m.change and m.operator == "keyword"]


def test_the_widths_of_columns_and_heights_of_lines_are_left_alone() -> None:
    source = "columns = [Column(title, 12, lambda row: row.rank + 1), money_column(title, 18, fen)]\n"
    assert not mutants_of("lines = [running_number(title, width=6), ClosingLine(words, height=36)]\n", "a.py")
    assert {mutant.change for mutant in mutants_of(source, "a.py") if mutant.operator == "constant"} == {
        "1 → 2",
        "1 → 0",
    }


def test_a_check_of_lengths_is_left_alone_as_an_assertion_is() -> None:
    assert not mutants_of("for one, other in zip(names, ranks, strict=True):\n    assert one\n", "a.py")


def test_a_statement_is_named_by_the_function_that_has_it() -> None:
    scopes = {mutant.scope for mutant in mutants_of(SOURCE, "a.py") if mutant.operator == "statement"}
    assert scopes == {"pays"}


def test_the_sample_is_bounded_and_stays_where_lines_move() -> None:
    mutants = mutants_of(SOURCE, "a.py") + mutants_of(SOURCE, "b.py")
    sample = sampled(mutants, seed="1", per_file=4)
    assert sorted(mutant.file for mutant in sample) == ["a.py"] * 4 + ["b.py"] * 4
    moved = mutants_of("import os\n\n\n" + SOURCE, "a.py") + mutants_of(SOURCE, "b.py")
    assert [one.key for one in sampled(moved, seed="1", per_file=4)] == [one.key for one in sample]
    assert [one.key for one in sampled(mutants, seed="2", per_file=4)] != [one.key for one in sample]


def test_a_module_marks_what_it_enters_and_does_what_it_did() -> None:
    entered: list[str] = []
    names: dict[str, object] = {MARK: entered.append}
    source = (
        '"""A module."""\n'
        "class Award:\n"
        "    def pays(self):\n"
        '        """Return whether it pays."""\n'
        "        def inner():\n"
        "            return [fen + 1 for fen in (1, 2)]\n"
        "        return inner()\n"
        "found = Award().pays()\n"
    )
    exec(compile(marked(source, "a.py"), "a.py", "exec"), names)  # noqa: S102  # our own text
    assert names["found"] == [2, 3]
    assert entered == ["a.py:Award.pays", "a.py:Award.pays.inner"]
    scopes = {mutant.scope for mutant in mutants_of(source, "a.py")}
    assert {"Award.pays", "Award.pays.inner"} >= scopes - {""}


def test_a_fault_is_put_into_functions_that_are_imported_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "LIMIT = 3\n"
        "def pays(rank):\n"
        "    return (lambda: rank <= LIMIT)()\n"
        "class Award:\n"
        "    first = 1\n"
        "    @property\n"
        "    def is_first(self):\n"
        "        return self.first == 1\n"
    )
    file = tmp_path / "a_module_of_awards.py"
    file.write_text(source, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("a_module_of_awards")
    mutants = {(one.scope, one.operator): one.index for one in reversed(mutants_of(source, "a.py"))}

    pays = module.pays
    assert pays(3)
    assert put_in(str(file), source, mutants["pays", "boundary"])
    assert not pays(3)
    assert put_in(str(file), source, mutants["Award.is_first", "equality"])
    assert not module.Award().is_first
    for elsewhere in (("", "constant"), ("Award", "constant")):
        assert not put_in(str(file), source, mutants[elsewhere])
    assert (module.LIMIT, module.Award.first) == (3, 1)
