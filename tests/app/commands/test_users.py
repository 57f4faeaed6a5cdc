"""`users`, --as and --password-file: accounts on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.paths import EXAMPLE

PASSWORD, OTHER = "牧野之春2024", "牧野之秋2024"
BOSS, CLERK, REVIEWER = "管理员戊", "经办甲", "复核乙"
LIST = next(EXAMPLE.glob("*.csv"))


class Office:
    """A registry and the command line on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command that ends with `code`; return its output, or what it complained."""
        assert main(["--db", str(self.folder / "registry.db"), *words]) == code, self.capsys.readouterr().err
        told = self.capsys.readouterr()
        assert "程序出错" not in told.err
        return told.err if code else told.out

    def passwords(self, *lines: str) -> str:
        """Return a password file of these lines."""
        file = self.folder / "passwords.txt"
        file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return str(file)

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """A registry with an administrator, a clerk and a reviewer."""
    office = Office(tmp_path, capsys)
    office.run("init")
    new, by_boss = office.passwords, ("--as", BOSS, "--password-file")
    office.run("users", "add", BOSS, "--roles", "administrator", "--password-file", new(PASSWORD))
    office.run("users", "add", CLERK, "--roles", "clerk", *by_boss, new(PASSWORD, OTHER))
    office.run("users", "add", REVIEWER, "--roles", "复核", *by_boss, new(PASSWORD, OTHER))
    return office


def test_accounts_are_made_and_listed(office: Office) -> None:
    listed = office.json("users", "list")["users"]
    assert [(one["name"], one["roles"]) for one in listed] == [
        (BOSS, ["administrator"]),
        (CLERK, ["clerk"]),
        (REVIEWER, ["reviewer"]),
    ]
    assert all(one["password"] and not one["disabled"] for one in listed)
    assert "经办甲  经办  在用" in office.run("users", "list")


def test_a_writing_command_needs_an_account_and_its_password(office: Office) -> None:
    assert "--as" in office.run("import", str(LIST), code=1)
    assert CLERK in office.run("import", str(LIST), "--as", CLERK, code=1)
    nowhere = str(office.folder / "没有.txt")
    said = office.run("import", str(LIST), "--as", CLERK, "--password-file", nowhere, code=1)
    assert "文件不存在" in said
    wrong = office.passwords("不是这个密码")
    assert "密码不对" in office.run("import", str(LIST), "--as", CLERK, "--password-file", wrong, code=1)
    assert "没有名为" in office.run("import", str(LIST), "--as", "某人", "--password-file", wrong, code=1)
    right = office.passwords(OTHER)
    office.run("--as", CLERK, "--password-file", right, "import", str(LIST))
    assert "权限" in office.run("confirm", "--all", "--as", CLERK, "--password-file", right, code=1)
    office.run("confirm", "--all", "--as", REVIEWER, "--password-file", right)


def test_reading_and_assessing_need_no_account(office: Office) -> None:
    assert office.json("assess")["awards"] == []
    office.run("import", str(LIST), "--dry-run")
    office.run("rulings", "list")
    assert office.json("audit", "verify")["ok"]


def test_an_account_is_disabled_and_enabled(office: Office) -> None:
    by_boss = ("--as", BOSS, "--password-file", office.passwords(PASSWORD))
    office.run("users", "disable", CLERK, "--reason", "调离", *by_boss)
    assert "已停用" in office.run("users", "list")
    right = office.passwords(OTHER)
    assert "已停用" in office.run("import", str(LIST), "--as", CLERK, "--password-file", right, code=1)
    by_boss = ("--as", BOSS, "--password-file", office.passwords(PASSWORD))
    office.run("users", "enable", CLERK, *by_boss)
    assert "唯一在用的管理员" in office.run("users", "disable", BOSS, *by_boss, code=1)
    office.run("import", str(LIST), "--as", CLERK, "--password-file", office.passwords(OTHER))


def test_roles_passwords_and_pins_are_changed(office: Office) -> None:
    by_boss = ("--as", BOSS, "--password-file")
    office.run("users", "roles", CLERK, "--roles", "clerk,财务", *by_boss, office.passwords(PASSWORD))
    office.run("users", "password", CLERK, *by_boss, office.passwords(PASSWORD, "又一个密码2025"))
    by_clerk = ("--as", CLERK, "--password-file")
    office.run("users", "pin", CLERK, *by_clerk, office.passwords("又一个密码2025", "2580"))
    (clerk,) = (one for one in office.json("users", "list")["users"] if one["name"] == CLERK)
    assert (clerk["roles"], clerk["pin"]) == (["clerk", "finance"], True)
    assert "已取消" in office.run("users", "pin", CLERK, *by_clerk, office.passwords("又一个密码2025", ""))
    assert "本人" in office.run("users", "pin", CLERK, *by_boss, office.passwords(PASSWORD, "2580"), code=1)


def test_what_cannot_be_is_said_in_one_line(office: Office) -> None:
    by_boss = ("--as", BOSS, "--password-file", office.passwords(PASSWORD, PASSWORD))
    assert "boss" in office.run("users", "add", "丁", "--roles", "boss", *by_boss, code=1)
    assert "同名" in office.run("users", "add", "经办 甲", "--roles", "clerk", *by_boss, code=1)
    short = office.passwords(PASSWORD)
    assert "需要 2 行" in office.run("users", "add", "丁", "--roles", "clerk", *by_boss[:3], short, code=1)
    gone = str(office.folder / "gone.txt")
    assert gone in office.run("users", "add", "丁", "--roles", "clerk", *by_boss[:3], gone, code=1)
    assert "一个名字" in office.run("confirm", "--all", "--as", f"{BOSS},{CLERK}", *by_boss[2:], code=1)


def test_the_first_account_is_made_without_one_and_holds_administrator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, capsys)
    office.run("init")
    file = office.passwords(PASSWORD)
    refusal = office.run("users", "add", CLERK, "--roles", "clerk", "--password-file", file, code=1)
    assert "管理员" in refusal
    assert "密码" in office.run("users", "add", BOSS, "--roles", "administrator", code=1)
    assert office.json("users", "list")["users"] == []


def test_the_example_has_its_four_people_without_passwords(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, capsys)
    office.run("demo", str(tmp_path))
    people = office.json("users", "list")["users"]
    roles = {role for one in people for role in one["roles"]}
    assert len(people) == 4
    assert roles == {"clerk", "reviewer", "approver", "finance", "administrator"}
    assert not any(one["password"] for one in people)
    office.run("confirm", "--all", "--as", REVIEWER)
    assert "--password-file" in office.run("users", "pin", CLERK, "--as", CLERK, code=1)
    assert "权限" in office.run("confirm", "--all", "--as", CLERK, code=1)
    assert office.run("import", str(LIST), code=1)
    office.run("export", "payments", str(tmp_path / "out.xlsx"))
    assert office.json("assess")["awards"]


def test_an_account_with_several_duties_is_told_that_it_is_no_second_person(office: Office) -> None:
    by_boss = ("--as", BOSS, "--password-file", office.passwords(PASSWORD, OTHER))
    said = office.run("users", "add", "丁", "--roles", "clerk,reviewer,approver,finance", *by_boss)
    assert "不能作自己的第二人" in said
    assert "第二人" not in office.run("users", "roles", "丁", "--roles", "approver,administrator", *by_boss)
    assert "第二人" in office.run("users", "roles", "丁", "--roles", "clerk,reviewer", *by_boss)
