"""A pack's numbers must stand in its own clauses: what a forger or a slip of the pen changes is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.errors import PolicyFileError
from app.paths import POLICIES
from app.policy import Policy, read_policy
from tests.app.policy.test_new_city import DOCUMENT, PACK

_NUMBER = re.compile(r"(?<![\w.〔\-#])[0-9]+(?![\w.〕\-])")
_TEXT_KEYS = ("text:", "title:", "note:", "#", "silence:", "grants:", "effect:", "reported_by:")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The invented city's pack."""
    folder = tmp_path / "yunmeng-2025"
    folder.mkdir()
    (folder / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    return folder


def read(city: Path, pack: str, document: str = DOCUMENT) -> Policy:
    (city / "yunban-2025-7.txt").write_text(document, "utf-8")
    (city / "pack.yaml").write_text(pack, "utf-8")
    return read_policy(city)


def faults(city: Path, pack: str) -> list[str]:
    with pytest.raises(PolicyFileError) as caught:
        read(city, pack)
    return [str(fault) for fault in caught.value.params["faults"]]  # type: ignore[attr-defined]  # a tuple


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{1: 5000, 2: 4000", "{1: 50000, 2: 4000", "第1名 ¥50,000.00"),
        ("{1: 5000, 2: 4000", "{1: 4000, 2: 5000", "第1名 ¥4,000.00"),
        ("{1: 5000, 2: 4000", "{1: 5000, 2: 5000", "第2名 ¥5,000.00"),
        ("5: 1000}", "5: 1000, 6: 1000}", "第6名"),
        ("{1: 500}", "{1: 5000}", "第1名 ¥5,000.00"),
        ("{1: 500}", "{1: 500, 2: 500}", "没有写第2名，只写到第1名"),
        ("{1: 100.50}", "{1: 100.05}", "¥100.05"),
        ("rank_at_most: 2", "rank_at_most: 3", "前3名"),
        ("designation: 云梦市匠心工坊", "designation: 云梦市匠心名坊", "没有写“云梦市匠心名坊”"),
        ("  2025-03-01: {yuan_by_rank: {1: 500}}", "  2019-03-01: {yuan_by_rank: {1: 500}}", "2019-03-01"),
    ],
)
def test_a_changed_number_is_refused_with_its_place(city: Path, old: str, new: str, said: str) -> None:
    assert old in PACK
    (told,) = [told for told in faults(city, PACK.replace(old, new, 1)) if said in told]
    assert re.match(r"yunmeng-2025/pack\.yaml 第\d+行：rules\.\d\.", told)


def test_every_wrong_number_is_told_at_once(city: Path) -> None:
    pack = PACK.replace("1: 5000,", "1: 50000,").replace("{1: 500}", "{1: 5000}").replace("100.50", "1005")
    assert len(faults(city, pack)) == 3


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("前三名分别奖励10万、8万、6万元", "1: 100000, 2: 80000, 3: 60000"),
        ("前三名分别奖励10、8、6万元", "1: 100000, 2: 80000, 3: 60000"),
        ("前三名分别奖励一万元、八千元、６千元", "1: 10000, 2: 8000, 3: 6000"),
        ("第一名奖励1.5万元/人，第二、三名各5000元", "1: 15000, 2: 5000, 3: 5000"),
        ("前三名每人奖励壹仟元整", "1: 1000, 2: 1000, 3: 1000"),
    ],
)
def test_the_words_of_other_cities(city: Path, words: str, amounts: str) -> None:
    old = "市级综合性竞赛前五名分别奖励5000元、4000元、3000元、2000元、1000元"
    pack = PACK.replace(old, words).replace("1: 5000, 2: 4000, 3: 3000, 4: 2000, 5: 1000", amounts)
    read(city, pack, DOCUMENT.replace(old, words))
    for wrong in ("1: 100001", "1: 1000000", "1: 100"):
        forged = re.sub(r"1: [0-9.]+", wrong, pack, count=1)
        with pytest.raises(PolicyFileError):
            read(city, forged, DOCUMENT.replace(old, words))


def test_what_comes_from_no_clause_needs_a_reason_and_money_has_none(city: Path) -> None:
    pack = PACK.replace("rank_at_most: 2}", "rank_at_most: 3}\n    unstated: {rank_at_most: 办公室的做法}")
    title = read(city, pack).rule("title.county")
    assert title is not None
    assert title.unstated == (("rank_at_most", "办公室的做法"),)
    marked = PACK.replace("{1: 500}}", "{1: 900}}\n    unstated: {yuan_by_rank: 办公室的做法}", 1)
    assert any("不能另作说明" in told for told in faults(city, marked))
    idle = PACK.replace("rank_at_most: 2}", "rank_at_most: 2}\n    unstated: {rank_at_most: 无用}")
    assert any("无须说明" in told for told in faults(city, idle))


def test_a_pack_may_not_bring_its_own_text_of_a_document_in_the_library(tmp_path: Path) -> None:
    folder = tmp_path / "xinxiang-2023"
    shutil.copytree(POLICIES / "xinxiang-2023", folder)
    prizes = (folder / "prizes.yaml").read_text("utf-8")
    forged = prizes.replace(
        "document: 新办〔2023〕10号", "document: {number: 新办〔2023〕10号, title: 方案, file: own.txt}"
    )
    forged = forged.replace("10万元、8万元", "20万元、8万元").replace("1: 100000", "1: 200000")
    (folder / "prizes.yaml").write_text(forged, "utf-8")
    (folder / "own.txt").write_text(
        "二、\n（二）\n8. 对获得国家级一类大赛前三名的选手分别一次性给予20万元、8万元、6万元奖励", "utf-8"
    )
    with pytest.raises(PolicyFileError) as caught:
        read_policy(folder)
    assert "政策库已有" in str(caught.value.params["text"])


def _mutations() -> list[tuple[str, str, int, int]]:
    """Return every number under the rules of the packs that come with the program, with its place."""
    found = []
    for file in sorted(POLICIES.glob("*/*.yaml")):
        lines = file.read_text("utf-8").splitlines()
        begin = next((number for number, line in enumerate(lines) if line == "rules:"), len(lines))
        for number, line in enumerate(lines[begin:], begin):
            key = line.strip()
            if key.startswith(_TEXT_KEYS) or (line.startswith("      ") and ":" not in line):
                continue
            if "unit_prefixes" in key or "comprehensive], rank_at_most" in key:  # `unstated` gives the reason
                continue
            found += [
                (file.parent.name, file.name, number, match.start())
                for match in _NUMBER.finditer(line.split("  #")[0])
                if not re.match(r"[0-9]+:", line[match.start() :])
            ]
    return found


@pytest.mark.parametrize("place", _mutations(), ids=lambda place: f"{place[0]}-{place[2]}-{place[3]}")
def test_no_number_of_a_pack_that_comes_with_the_program_can_be_changed(
    tmp_path: Path, place: tuple[str, str, int, int]
) -> None:
    key, name, number, start = place
    folder = tmp_path / key
    shutil.copytree(POLICIES / key, folder)
    lines = (folder / name).read_text("utf-8").splitlines()
    line = lines[number]
    digits = re.match(r"[0-9]+", line[start:])
    assert digits is not None
    lines[number] = f"{line[:start]}{int(digits[0]) + 4}{line[start + len(digits[0]) :]}"
    (folder / name).write_text("\n".join(lines), "utf-8")
    with pytest.raises(PolicyFileError):
        read_policy(folder)
