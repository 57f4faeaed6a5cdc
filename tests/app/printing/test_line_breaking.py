"""Lines of Chinese text: no mark begins one that may not, what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.printing.line_breaking import NO_END, NO_START, break_places, line_ends


def _lines(text: str, width: int) -> list[str]:
    ends = line_ends([1.0] * len(text), break_places(text), first=width, width=width)
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def test_no_closing_mark_begins_a_line() -> None:
    assert _lines("一二三四五，六七", 5) == ["一二三四", "五，六七"]


def test_no_opening_mark_ends_a_line() -> None:
    assert _lines("一二三四（五六七八九十甲乙丙丁戊己庚辛）", 5)[0] == "一二三四"


def test_numbers_keep_their_counter() -> None:
    assert _lines("一二三2024年大赛", 5) == ["一二三", "2024年", "大赛"]


def test_a_short_title_stays_whole() -> None:
    assert _lines("依据《管理办法》执行", 8) == ["依据《管理办法》", "执行"]
    assert _lines("现依据《管理办法》执行", 8) == ["现依据", "《管理办法》执行"]


def test_what_is_wider_than_a_line_breaks_somewhere() -> None:
    assert _lines("2024202420242024", 5) == ["20242", "02420", "24202", "4"]


@given(st.text("一二三四，。（）《》“”、2年a", max_size=60), st.integers(1, 20))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = _lines(text, width) if text else []
    assert "".join(lines) == text
    assert all(len(line) <= width for line in lines)


@given(st.text("一二三四五六", min_size=1, max_size=60), st.integers(4, 20))
def test_marks_stand_where_they_may(text: str, width: int) -> None:
    marked = "，".join(text[at : at + 3] for at in range(0, len(text), 3)) + "（完）。"
    lines = _lines(marked, width + 4)
    assert all(line[0] not in NO_START for line in lines[1:])
    assert all(line[-1] not in NO_END for line in lines[:-1])


def test_an_amount_and_a_documents_number_are_not_torn() -> None:
    text = "计发¥7,000.00依据纪要〔2024〕21号"
    places = break_places(text)

    assert not any(places[text.index("¥") : text.index("依") - 1])
    assert not any(places[text.index("要") : text.index("号")])
