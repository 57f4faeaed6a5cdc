"""One writer at a time, from the moment its unit of work begins; the others wait for their turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.errors import BusyError, Cancelled
from app.progress import Progress
from app.store import Store, open_store
from models import Contest
from tests.builders import CLERK, a_contest


def place_of(store: Store) -> str:
    url = store.engine.url
    return store.name if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=False)


@pytest.fixture
def other(store: Store) -> object:
    """The same registry, opened by another program."""
    opened = open_store(place_of(store).replace("+psycopg", ""))
    yield opened
    opened.close()


def in_thread(action: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=action)
    thread.start()
    return thread


def write(store: Store, *, progress: Progress | None = None) -> None:
    with store.writing(actor=CLERK, progress=progress) as work:
        a_contest(work.session)


def contests(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Contest)) or 0


def test_an_untouched_unit_of_work_keeps_others_out(store: Store, other: Store) -> None:
    with store.writing(actor=CLERK) as work:
        second = in_thread(lambda: write(other))
        second.join(0.3)
        assert second.is_alive()
        assert contests(store) == 0
        a_contest(work.session)
    second.join(20)
    assert contests(store) == 2


def test_a_writer_waits_longer_than_one_attempt(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.WRITER_ATTEMPT_MS", 100)
    waits: list[float] = []
    other.on_wait = lambda: waits.append(time.monotonic())
    with store.writing(actor=CLERK):
        second = in_thread(lambda: write(other))
        second.join(1.0)
        assert second.is_alive()
    second.join(20)
    assert contests(store) == 1
    assert len(waits) == 1  # it is said once, however long it takes


def test_every_one_of_many_writers_gets_its_turn(store: Store) -> None:
    threads = [in_thread(lambda: write(store)) for _ in range(8)]
    for thread in threads:
        thread.join(60)
    assert contests(store) == 8


def test_patience_ends(store: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.database.WRITER_ATTEMPT_MS", 100)
    monkeypatch.setattr("models.database.WRITER_PATIENCE_S", 0.3)
    with store.writing(actor=CLERK), pytest.raises(BusyError) as raised:
        write(other)
    assert raised.value.code == "store-busy"
    write(other)


def test_whoever_waits_may_give_up_and_sees_why_nothing_moves(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.WRITER_ATTEMPT_MS", 100)
    progress = Progress(label="正在导入")
    other.on_wait = progress.cancel
    with store.writing(actor=CLERK), pytest.raises(Cancelled):
        write(other, progress=progress)
    assert progress.label == "正在等另一个程序写完……"


def test_the_label_is_as_before_once_it_is_our_turn(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.WRITER_ATTEMPT_MS", 50)
    progress = Progress(label="正在导入")
    with store.writing(actor=CLERK):
        second = in_thread(lambda: write(other, progress=progress))
        second.join(0.5)
        assert progress.label == "正在等另一个程序写完……"
    second.join(20)
    assert progress.label == "正在导入"


def test_reading_goes_on_while_somebody_writes(store: Store, other: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_contest(work.session)
        assert contests(other) == 0
    assert contests(other) == 1
