"""What a remark says of a tie: of this rank, of another, or that there is none."""

from __future__ import annotations

import pytest

from app.tie_words import says_tied, with_tie


@pytest.mark.parametrize(
    ("remark", "rank", "expected"),
    [
        ("", 2, False),
        ("并列第2名", 2, True),
        ("并列第2名", 3, False),
        ("与外市一名选手并列", 2, True),
        ("无并列", 2, False),
        ("成绩并列", None, False),
        ("首次参赛", 1, False),
    ],
)
def test_a_remark_says_of_a_rank_whether_it_is_shared(remark: str, rank: int | None, expected: bool) -> None:
    assert says_tied(remark, rank) is expected


def test_the_word_is_kept_beside_what_the_remark_says_and_fits_the_column() -> None:
    assert with_tie("", 2, longest=500) == "并列第2名"
    assert with_tie("首次参赛", 2, longest=500) == "首次参赛；并列第2名"
    assert with_tie("并列第2名", 2, longest=500) == "并列第2名"
    long = with_tie("字" * 500, 1, longest=500)
    assert len(long) == 500
    assert says_tied(long, 1)
