"""`confirm` and the names it acts under: the second person is another person, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.cli import main
from app.store import Store
from models import AuditEntry, Result
from tests.builders import a_result

CLERK = "张三"


@pytest.fixture
def place(store: Store) -> str:
    """A registry with one draft that 张三 recorded."""
    with store.writing(actor=CLERK) as work:
        a_result(work.session, state="draft", recorded_by=CLERK, confirmed_by=None, confirmed_at=None)
    url = store.engine.url
    if url.get_backend_name() == "sqlite":
        return store.name
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def confirm(place: str, user: str) -> int:
    return main(["--db", place, "confirm", "--all", "--as", user])


def states(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Result.state)))


@pytest.mark.parametrize(
    "user",
    ["", " ", "\u3000", "\u200b", CLERK, f"{CLERK} ", f" {CLERK}", "张 三", "张\u200b三", f"{CLERK}\ufeff"],
)
def test_no_spelling_of_ones_own_name_makes_a_second_person(
    place: str, store: Store, user: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(place, user) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert "程序出错" not in told.err
    assert states(store) == ["draft"]


@pytest.mark.parametrize("user", ["李四", " 李四\u3000", "李\u200b四"])
def test_another_person_confirms_under_the_name_as_it_is_seen(
    place: str, store: Store, user: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(place, user) == 0
    assert capsys.readouterr().err == ""
    assert states(store) == ["confirmed"]
    with store.reading() as session:
        assert list(session.scalars(select(Result.confirmed_by))) == ["李四"]
        assert session.scalars(select(AuditEntry.actor).order_by(AuditEntry.id)).all()[-1] == "李四"


def test_a_name_of_41_characters_is_refused_in_words(
    place: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(place, "李" * 41) == 1
    told = capsys.readouterr()
    assert "40" in told.err
    assert "程序出错" not in told.err
    assert states(store) == ["draft"]
    assert confirm(place, "李" * 40) == 0


def test_an_overlong_document_is_refused_in_words(
    place: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(place, "李四") == 0
    with store.reading() as session:
        result = session.scalars(select(Result)).one()
        event, person = result.entry.event, result.entry.person
        words = ["--contest", event.contest.name, "--event", event.name, "--person", person.id_number]
    capsys.readouterr()
    too_long = f"示例〔2024〕1号（{'据' * 489}）"
    assert len(too_long) == 501
    assert main(["--db", place, "annul", *words, "--basis", too_long]) == 1
    told = capsys.readouterr()
    assert "501" in told.err
    assert "程序出错" not in told.err
    assert states(store) == ["confirmed"]
