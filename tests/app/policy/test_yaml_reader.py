"""YAML is read as text with lines, within bounds; a file made to harm is refused with its line."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.packs.yaml_reader import MOST_CHARACTERS, read_lined_yaml
from app.policy.values import PlainText

_DEPTH = 40_000
_DEEP = {
    "brackets": "[" * _DEPTH,
    "closed brackets": "[" * _DEPTH + "]" * _DEPTH,
    "braces": "{a: " * _DEPTH,
    "lists on a line": "- " * _DEPTH + "x",
    "keys on a line": "? " * _DEPTH + "x",
    "brackets by lines": "[\n" * _DEPTH,
    "anchored brackets": "".join(f"&a{number} [" for number in range(_DEPTH // 10)),
    "indented": "".join(" " * number + "a:\n" for number in range(1_000)),
    "in a value": "policy: x\nrules: " + "[" * _DEPTH,
}
_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghij")
)


def problems(text: str) -> list[str]:
    return [str(fault) for fault in read_lined_yaml(text, file="f.yaml").faults]


@pytest.mark.parametrize("text", _DEEP.values(), ids=_DEEP)
def test_deep_nesting_is_refused_in_a_process_that_goes_on(text: str) -> None:
    code = (
        "import sys; from app.policy.packs.yaml_reader import read_lined_yaml; "
        "print(read_lined_yaml(sys.stdin.read(), file='f').faults[0].problem)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        input=text, capture_output=True, text=True, encoding="utf-8", timeout=20, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-300:]
    assert any(problem in done.stdout for problem in ("嵌套太深", "写法有误", "键须为文字"))


def test_the_line_of_the_deepest_nesting_is_told() -> None:
    assert problems("a: 1\nb:\n  - " + "[" * 100) == ["f.yaml 第3行：YAML 嵌套太深，请拆开"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (_LAUGHS, "引用太多"),
        ("a: &a [*a]\n", "指向自身"),
        ("a: *b\n", "没有所指的内容"),
        ("[" + "a," * 300_000 + "]", "内容或引用太多"),
        ("a" * (MOST_CHARACTERS + 1), "文件太大"),
        ("a: !!int '0300'\n", "类型标记"),
        ("!!python/object:os.system {}\n", "类型标记"),
        ("? [a, b]\n: c\n", "键须为文字"),
        ("a: 1\n---\nb: 2\n", "请只留一份"),
        ("a: 1\na: 2\n", "写了两次"),
        ("a: 1\n'a': 2\n", "写了两次"),
        ("a: [1\n", "写法有误"),
    ],
)
def test_a_file_made_to_harm_is_refused(text: str, problem: str) -> None:
    start = time.process_time()
    assert any(problem in told for told in problems(text)), problems(text)[:3]
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        *("0300000", "30:00", "0xFF", "0b11", "1_000", "1e5", "333.333333333333333"),
        *("yes", "no", "on", "Off"),
        *("2024-06-18", "2024-06-18T10:00:00Z", ".inf", ".nan", "12", "-1", "0o17", "y", "金牌"),
    ],
)
def test_a_plain_scalar_stays_the_text_it_is(text: str) -> None:
    value = read_lined_yaml(f"a: {text}\n{text}: b\n", file="f").data
    assert value == {"a": text, text: "b"}
    assert all(isinstance(one, PlainText) for one in (value["a"], *list(value)[1:]))


def test_null_and_truth_values_are_resolved_where_they_are_not_quoted() -> None:
    read = read_lined_yaml(
        "[~, null, , true, false, 'true', \"~\", 'null']".replace(", ,", ", ''  ,"), file="f"
    )
    assert read.data == [None, None, "", True, False, "true", "~", "null"]
    assert not any(isinstance(value, PlainText) for value in read.data)
    assert read_lined_yaml("a:\nb: null", file="f").data == {"a": None, "b": None}


def test_a_reference_stands_for_what_it_names_with_its_own_line() -> None:
    read = read_lined_yaml("a: &one {x: 1}\nb: *one\n", file="f")
    assert read.data == {"a": {"x": "1"}, "b": {"x": "1"}}
    assert read.fault(["b"], "x").line == 2


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    read = read_lined_yaml(text, file="f")
    assert read.faults or not isinstance(read.data, float)


@pytest.mark.parametrize("letter", list("[]{}-?:&*!|>'\"%@`,# \n\ta"))
def test_a_megabyte_of_any_mark_is_over_quickly(letter: str) -> None:
    start = time.process_time()
    read_lined_yaml(letter * MOST_CHARACTERS, file="f")
    read_lined_yaml(f"{letter} " * (MOST_CHARACTERS // 2), file="f")
    assert time.process_time() - start < 20
