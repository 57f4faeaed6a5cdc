"""Nothing personal reaches a log or a report, whatever a message repeats."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from app.private_logs import format_traceback, keep_logs_private, masked

SECRETS = [
    "410702199001010015",
    "41070219900101001X",
    "410702900101001",
    "13812345678",
    "6228480000000000123",
    "6228 4800 0000 0000 123",
    "E12345678",
    "EA1234567",
    "C01X00T47",
    "H12345678",
    "12345678",
    "1234567801",
    "ABC123456789012",
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    before, out = logging.getLogRecordFactory(), io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger("private").addHandler(handler)
    logging.getLogger("private").propagate = False
    keep_logs_private()
    yield out
    logging.setLogRecordFactory(before)
    logging.getLogger("private").removeHandler(handler)
    logging.getLogger("private").propagate = True


@pytest.mark.parametrize("secret", SECRETS)
def test_a_log_line_is_masked(log: io.StringIO, secret: str) -> None:
    logging.getLogger("private").warning("person %s refused", secret)
    try:
        raise ValueError(f"Key (id_key)=(resident:{secret}) already exists.")
    except ValueError:
        logging.getLogger("private").exception("failed for %s", secret)

    assert secret not in log.getvalue()
    assert secret[-6:] not in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "person *** refused" in log.getvalue()


@pytest.mark.parametrize(
    "text", ["2024-06-18", "2024-06-18 09:30:12,345", "award 1234567, rank 3", "新办〔2023〕10号", "U+20BB7"]
)
def test_ordinary_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_a_fault_is_told_by_type_and_place_through_all_its_causes() -> None:
    try:
        try:
            raise KeyError("张三")
        except KeyError as cause:
            raise RuntimeError("P1234567") from cause
    except RuntimeError as error:
        told = format_traceback(error)

    assert "RuntimeError" in told
    assert "KeyError" in told
    assert __name__.rpartition(".")[2] in told
    assert "张三" not in told.replace('raise KeyError("张三")', "")
    assert "P1234567" not in told.replace('raise RuntimeError("P1234567")', "")
