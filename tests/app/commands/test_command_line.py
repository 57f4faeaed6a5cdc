"""The command line: what it answers, how it refuses, and that one clear line says why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import cli
from app.awards import assess_all
from app.errors import AppError
from app.store import create_store, open_store
from app.words import words_of
from tests.app.awards.test_assess import a_pair
from tests.builders import CLERK, a_result

RULINGS = """policy: xinxiang-2023
rulings:
  - {question: team-prize, answer: equal-split, basis: 示例会议纪要〔2023〕1号, decided_on: 2023-09-01}
"""


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.out)
        return answer


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in a folder of its own, where the user has no data yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))

    def run_command(*words: str) -> Answer:
        code = cli.main(list(words))
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run_command


@pytest.fixture
def registry(tmp_path: Path) -> str:
    """A registry with a proposed award and a pair that waits."""
    place = str(tmp_path / "registry.db")
    create_store(place).close()
    store = open_store(place)
    with store.writing(actor=CLERK) as work:
        a_result(work.session, 1)
        a_pair(work.session)
        assess_all(work)
    store.close()
    return place


def test_init_makes_a_registry_once(run: Run) -> None:
    first, second = run("init", "--db", "a.db", "--json"), run("--db", "a.db", "init")

    assert (first.code, first.err) == (0, "")
    assert Path(first.json["db"]).name == "a.db"
    assert second.code == 1
    assert "已经存在" in second.err


def test_without_a_registry_says_to_run_init(run: Run) -> None:
    answer = run("assess")

    assert answer.code == 1
    assert "init" in answer.err
    assert answer.err.count("\n") == 1


def test_assess_answers_in_the_shape_agreed(run: Run, registry: str) -> None:
    answer = run("--db", registry, "assess", "--json").json

    assert list(answer) == ["awards", "designations", "totals"]
    award = answer["awards"][0]
    assert set(award) == {
        *("id", "contest", "level", "class", "level_name", "event", "group", "rank", "medal", "person"),
        *("id_number", "unit", "policy", "clause", "amount", "status", "state", "questions"),
        *("amounts_by_answer", "reason"),
    }
    assert (award["amount"], award["status"], award["level"]) == ("1000.00", "proposed", "municipal")
    assert "*" in award["id_number"]
    blocked = answer["awards"][1]
    assert (blocked["amount"], blocked["questions"]) == (None, ["team-prize"])
    assert blocked["amounts_by_answer"]["equal-split"] == "3000.00"
    assert blocked["amounts_by_answer"]["custom-split"] is None
    assert set(answer["designations"][0]) == {"unit", "title", "status", "basis", "questions"}
    assert answer["totals"]["overall"] == "1000.00"


def test_totals_tell_apart_what_rests_on_unconfirmed_results(run: Run, registry: str) -> None:
    assert "尚未经第二人确认" not in run("--db", registry, "assess").out
    store = open_store(registry)
    with store.writing(actor=CLERK) as work:
        a_result(work.session, 2, state="draft", confirmed_by=None, confirmed_at=None)
    store.close()
    totals = run("--db", registry, "assess", "--json").json["totals"]
    text = run("--db", registry, "assess").out

    assert (totals["overall"], totals["people"]) == ("1800.00", 2)
    assert totals["confirmed"] == {"overall": "1000.00"}
    assert totals["unconfirmed"] == {
        "overall": "800.00",
        "awards": 1,
        "people": 1,
        "by_level": {"municipal": "800.00"},
    }
    (line,) = [line for line in text.splitlines() if "尚未经第二人确认" in line]
    assert ("800.00" in line, "1,000.00" in line) == (True, True)


def test_ids_are_shown_only_when_asked_for(run: Run, registry: str) -> None:
    assert "*" not in run("assess", "--db", registry, "--json", "--show-ids").json["awards"][0]["id_number"]


def test_text_says_the_same_as_json(run: Run, registry: str) -> None:
    text = run("--db", registry, "assess").out

    assert "¥1,000.00" in text
    assert "团体奖金" in text
    assert "人民币壹仟元整" in text


def test_rulings_are_recorded_and_listed(run: Run, registry: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RULINGS, encoding="utf-8")
    told = run("--db", registry, "rulings", "import", "r.yaml", "--json").json
    again = run("rulings", "import", "r.yaml", "--db", registry, "--json").json
    listed = run("rulings", "list", "--db", registry, "--json").json["rulings"]

    assert told == {"new": 1, "same": 0, "replaced": 0}
    assert again == {"new": 0, "same": 1, "replaced": 0}
    assert [(ruling["question"], ruling["answer"]) for ruling in listed] == [("team-prize", "equal-split")]


def test_a_ruling_is_withdrawn_with_a_reason_and_stays_listed(
    run: Run, registry: str, tmp_path: Path
) -> None:
    (tmp_path / "r.yaml").write_text(RULINGS, encoding="utf-8")
    before = run("--db", registry, "assess", "--json").json["totals"]["counts"]
    run("--db", registry, "rulings", "import", "r.yaml")
    listed = run("--db", registry, "rulings", "list", "--json").json["rulings"]
    words = ("--db", registry, "rulings", "withdraw", str(listed[0]["id"]))
    refused = run(*words, "--reason", " ")
    told = run(*words, "--reason", "答案有误", "--as", "王审批", "--json")
    again = run(*words, "--reason", "答案有误")

    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "原因" in refused.err
    assert (told.json["withdrawn"], told.json["reassessed"]) == (listed[0]["id"], 2)
    assert run("--db", registry, "assess", "--json").json["totals"]["counts"] == before
    assert (again.code, "没有找到" in again.err) == (1, True)
    assert "已失效" in run("--db", registry, "rulings", "list").out


STANDARDS = """policy: xinxiang-2023
standards:
  - {rule: world-skills, recipient: contestant, yuan_by_medal: {金牌: 300000}, basis: 示例〔2024〕9号,
     valid_from: 2024-01-01}
"""


def test_standards_are_listed_and_withdrawn(run: Run, registry: str, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(STANDARDS, encoding="utf-8")
    assert "还没有录入" in run("--db", registry, "standards", "list").out
    run("--as", "王审批", "--db", registry, "standards", "import", "s.yaml")
    (one,) = run("--db", registry, "standards", "list", "--json").json["standards"]
    text = run("--db", registry, "standards", "list").out

    assert (one["amounts"], one["basis"]) == ({"金牌": "300000.00"}, "示例〔2024〕9号")
    assert (one["recorded_by"], one["in_force"], one["valid_to"]) == ("王审批", True, None)
    assert "金牌 300,000.00" in text.replace("元", "").replace("¥", "")
    words = ("--db", registry, "standards", "withdraw", str(one["id"]), "--reason")
    assert run(*words, " ").code == 1
    done = run(*words, "文件废止", "--as", "王审批")
    assert (done.code, "王审批已撤回：文件废止" in done.out) == (0, True)
    (gone,) = run("--db", registry, "standards", "list", "--json").json["standards"]
    assert (gone["in_force"], gone["withdrawn_by"], gone["reason"]) == (False, "王审批", "文件废止")
    assert run(*words, "文件废止").code == 1


def test_who_acts_is_recorded_where_the_command_says_so(run: Run, registry: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RULINGS, encoding="utf-8")
    run("--db", registry, "--as", "王审批", "rulings", "import", "r.yaml")
    (ruling,) = run("--db", registry, "rulings", "list", "--json").json["rulings"]

    assert ruling["decided_by"] == "王审批"
    (tmp_path / "名单.csv").write_text(
        "竞赛名称,竞赛级别,成绩公布日期,赛项,名次,姓名,证件号码\n"
        "2024年新乡市技能大赛,市级一类,2024-06-18,焊工,1,孙丽,410702199001010015\n",
        encoding="utf-8",
    )
    run("--db", registry, "--as", "张经办", "import", "名单.csv")
    listed = run("--db", registry, "assess", "--json").json["awards"]
    (award,) = [one["id"] for one in listed if one["person"] == "孙丽"]
    assert "张经办" in run("--db", registry, "explain", str(award)).out
    nobody = run("--db", registry, "rulings", "import", "r.yaml", "--as", " ")
    assert (nobody.code, nobody.err.count("\n")) == (1, 1)
    assert run("--db", registry, "--as", "乙", "confirm", "--all").code == 0


def test_whatif_shows_the_cost_and_changes_nothing(run: Run, registry: str, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RULINGS, encoding="utf-8")
    answer = run("--db", registry, "whatif", "--rulings", "r.yaml", "--out", "w.xlsx", "--json").json
    costs, changes, _frozen = openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets

    assert (answer["before"], answer["after"]) == ("1000.00", "7000.00")
    assert answer["by_level"]["provincial"]["difference"] == "6000.00"
    assert len(answer["changed"]) == 2
    assert [cell.value for cell in costs[costs.max_row]] == ["合计", 1000, 7000, 6000]
    assert [changes.cell(row, 9).value for row in (5, 6)] == [3000, 3000]
    assert run("--db", registry, "assess", "--json").json["totals"]["overall"] == "1000.00"


def test_annul_takes_the_award_away(run: Run, registry: str) -> None:
    award = run("--db", registry, "assess", "--show-ids", "--json").json["awards"][0]
    where = ("--contest", award["contest"], "--event", award["event"], "--person", award["id_number"])
    answer = run("--db", registry, "annul", *where, "--basis", "示例〔2024〕7号", "--json")
    again = run("--db", registry, "annul", *where, "--basis", "示例〔2024〕7号")

    assert (answer.code, answer.json["withdrawn"]) == (0, "1000.00")
    assert (again.code, again.err.count("\n")) == (1, 1)
    assert run("--db", registry, "assess", "--json").json["totals"]["overall"] == "0.00"


def test_explain_prints_clause_and_steps(run: Run, registry: str) -> None:
    award = run("--db", registry, "assess", "--json").json["awards"][0]["id"]

    assert "二(二)8" in run("--db", registry, "explain", str(award)).out
    assert run("--db", registry, "explain", str(award), "--json").json["amount_fen"] == 100_000


def test_selftest_is_green(run: Run, registry: str) -> None:
    answer = run("--db", registry, "selftest", "--json")

    assert (answer.code, answer.json["ok"], answer.json["failed"]) == (0, True, [])
    assert answer.json["cases"] >= 60


REFUSALS: dict[str, tuple[tuple[str, ...], str]] = {
    "a ruling of an unknown policy": (("rulings", "import", "strange.yaml"), "atlantis-2023"),
    "a rulings file that is not there": (("rulings", "import", "nothing.yaml"), "nothing.yaml"),
    "a rulings file that is no text": (("rulings", "import", "binary.yaml"), "binary.yaml"),
    "a folder that is not there": (("export", "payments", "no/where.xlsx"), "where.xlsx"),
    "a folder in the place of a file": (("export", "publicity", "."), "文件夹"),
    "an award nobody knows": (("explain", "4711"), "4711"),
    "a file that is not there": (("import", "nothing.xlsx"), "nothing.xlsx"),
    "a file that is no spreadsheet": (("import", "binary.yaml"), "binary.yaml"),
    "certificates into a folder that is not there": (("certificates", "no/where.pdf"), "where.pdf"),
    "a policy that is not there": (("whatif", "--policy", "nothing.yaml"), "nothing.yaml"),
    "standards that are rulings": (("standards", "import", "r.yaml"), "r.yaml"),
}


@pytest.mark.parametrize(("words", "named"), REFUSALS.values(), ids=REFUSALS)
def test_refuses_in_one_line_that_names_the_thing(
    run: Run, registry: str, tmp_path: Path, words: tuple[str, ...], named: str
) -> None:
    (tmp_path / "r.yaml").write_text(RULINGS, encoding="utf-8")
    (tmp_path / "strange.yaml").write_text(RULINGS.replace("xinxiang", "atlantis"), encoding="utf-8")
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)) * 40)
    answer = run("--db", registry, *words)

    assert answer.code == 1
    assert named in answer.err
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("broken", ["folder", "text"])
def test_a_registry_that_is_none_is_named(run: Run, tmp_path: Path, broken: str) -> None:
    place = tmp_path / "strange.db"
    if broken == "text":
        place.write_text("这不是登记簿" * 1000, encoding="utf-8")
    else:
        place.mkdir()
    answer = run("--db", str(place), "assess")

    assert answer.code == 1
    assert "strange.db" in answer.err
    assert answer.err.count("\n") == 1


MISUSES = [
    ("nonsense",),
    ("confirm", "--all"),
    ("confirm", "--as", "乙"),
    ("explain", "abc"),
    ("export", "everything", "a.xlsx"),
    ("import",),
    ("assess", "--loud"),
    ("whatif",),
    ("whatif", "--rulings", "a", "--policy", "b"),
    ("rulings",),
    ("contests", "nonsense"),
    ("contests",),
    ("--db",),
    ("import", "a.xlsx", "--json=3"),
    ("merge", "unit", "甲", "--into", "乙", "--d"),
    ("merge", "undo", "第一条", "--reason", "写错"),
    ("certificates", "--contest"),
    ("init", "--", "a"),
]
_ENGLISH = re.compile(
    r"\b(?:usage|options|positional|arguments?|required|invalid|choice|choose|expected|ambiguous|match|error"
    r"|show this|exit)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_misuse_is_two_and_one_chinese_line(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("用法不对：")
    assert answer.err.count("\n") == 1
    assert not _ENGLISH.search(answer.err)


def _acts_of(run: Run, command: str) -> list[str]:
    """Return the words that the help of a command lists to stand after it: import, list."""
    return re.findall(r"^ {4}([a-z][a-z-]*)\b", run(command, "--help").out, re.MULTILINE)


def test_help_and_faults_of_every_command_and_act_are_chinese(run: Run) -> None:
    for command in words_of("cli.command"):
        for act in ("", *_acts_of(run, command)):
            helped = run(*filter(None, (command, act)), "--help")
            refused = run(*filter(None, (command, act)), "--nonsense")
            assert (helped.code, helped.err) == (0, "")
            assert not _ENGLISH.search(helped.out), (command, act)
            assert not _ENGLISH.search(refused.err), (command, act)
            assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert {"undo-merge", "list"} <= set(_acts_of(run, "contests"))
    assert _acts_of(run, "skills") == ["import"]


def test_every_command_has_help(run: Run) -> None:
    for command in words_of("cli.command"):
        answer = run(command, "--help")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith(f"用法：main.py {command}")
        assert "«" not in answer.out


def test_a_bug_is_one_line_and_a_saved_report(
    run: Run, registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object) -> int:
        raise RuntimeError("身份证 410702199001010015")

    monkeypatch.setattr("app.commands.explaining.run", fail)
    answer = run("--db", registry, "explain", "1")
    report = next((tmp_path / "home").rglob("report-*.txt"))

    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert report.name in answer.err
    assert "RuntimeError" in report.read_text("utf-8")
    assert "410702199001010015" not in report.read_text("utf-8")
    assert registry not in report.read_text("utf-8")  # nor anything else that was said with the command


def test_a_password_is_never_printed(run: Run) -> None:
    answer = run("--db", "postgresql://office:secret@127.0.0.1:1/awards", "selftest")

    assert answer.code == 1
    assert "127.0.0.1" in answer.out
    assert "secret" not in answer.out + answer.err


def test_foreseen_faults_have_words() -> None:
    codes = {"store-missing", "file-missing", "policy-file-faulty", "confirm-own", "annul-nothing"}
    assert codes <= set(words_of("errors"))
    assert issubclass(AppError, Exception)
