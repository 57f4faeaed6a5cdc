"""Calculation slips: one page per person, and the same figure everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.accounts import audit_digest
from app.awards import (
    WAITING,
    assess_all,
    award_ids,
    award_listing,
    award_page,
    explain_award,
    export_slips,
    slips_pdf,
)
from app.errors import MissingGlyphError, NotFoundError
from app.formats import money
from app.payments import export_payments
from app.store import Store
from tests.app.awards.test_assess import a_pair, several_levels, writing
from tests.app.printing.pdf_readers import poppler_text
from tests.builders import NOW, a_contest, a_person, a_result, a_ruling, an_event


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def slips(store: Store, ids: Sequence[int] | None = None) -> list[str]:
    with store.reading() as session:
        chosen = award_ids(session, WAITING) if ids is None else ids
        return pages_of(slips_pdf(session, chosen, now=NOW, digest=audit_digest(session)))


def test_each_person_has_sheets_of_their_own_with_facts_clause_steps_and_seal(store: Store) -> None:
    with writing(store) as work:
        several_levels(work.session)
        a_result(work.session, 1)
        assess_all(work)
    pages = slips(store)

    assert len(pages) == 3
    assert "".join(pages[:2]).count("核算过程") == 2
    assert all("二(二)8" in page for page in pages)
    assert ["未经审批" in page for page in pages] == [True] * 3
    assert ["第 1 页 共 2 页" in pages[0], "第 2 页 共 2 页" in pages[1]] == [True, True]
    assert "第 1 页 共 1 页" in pages[2]


def test_a_slip_and_the_payment_list_print_how_the_audit_chain_ends(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 1)
        assess_all(work)
    out = tmp_path / "发放表.xlsx"
    with sqlite_store.reading() as session:
        digest = audit_digest(session).text()
        export_payments(session, out, now=NOW, digest=audit_digest(session))
    cells = [cell for row in openpyxl.load_workbook(out).worksheets[0].values for cell in row]

    assert digest in cells
    assert digest in "".join(slips(sqlite_store)).replace("\r\n", "")


def test_rare_names_copy_out_as_they_stand(sqlite_store: Store) -> None:
    names = ["李䶮", "王𬭎", "张㛃", "陈𠅤", "古丽娜尔·买买提"]
    with writing(sqlite_store) as work:
        for name in names:
            a_result(work.session, 1, person=a_person(work.session, name=name))
        assess_all(work)

    text = "".join(slips(sqlite_store))
    assert [name for name in names if name not in text] == []


def test_a_name_that_no_font_has_stops_them(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 1, person=a_person(work.session, name="李\U0003fff0"))
        assess_all(work)
    with pytest.raises(MissingGlyphError), sqlite_store.reading() as session:
        export_slips(
            session,
            tmp_path / "a.pdf",
            award_ids=award_ids(session, WAITING),
            now=NOW,
            digest=audit_digest(session),
        )

    assert list(tmp_path.glob("*.pdf")) == []


def test_only_the_person_whose_name_no_font_has_is_left_out(sqlite_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    with writing(sqlite_store) as work:
        for name in ("张三", "李\U0003fff0", "王五"):
            a_result(work.session, 1, person=a_person(work.session, name=name))
        assess_all(work)
    with sqlite_store.reading() as session:
        report = export_slips(
            session, out, award_ids=award_ids(session, WAITING), now=NOW, digest=audit_digest(session)
        )

    text = "".join(pages_of(out.read_bytes()))
    assert (report.people, report.awards) == (2, 2)
    assert [one.award.person for one in report.left_out] == ["李\U0003fff0"]
    assert "U+3FFF0" in report.left_out[0].words
    assert "张三" in text
    assert "王五" in text


def test_a_basis_of_several_lines_is_set_line_by_line(sqlite_store: Store) -> None:
    basis = "示例会议纪要〔2023〕1号\n示例会议纪要〔2023〕2号\t附件一"
    with writing(sqlite_store) as work:
        a_pair(work.session)
        a_ruling(work.session, "team-prize", "equal-split").basis = basis
        assess_all(work)

    page = slips(sqlite_store)[0].replace("\r\n", "")
    assert "示例会议纪要〔2023〕1号" in page
    assert "示例会议纪要〔2023〕2号 附件一" in page


@pytest.mark.parametrize("name", ["王\U000e0100五", "葛\ufe00", "李\u200d四"])
def test_a_name_with_an_invisible_character_is_printed_and_copies_out(
    sqlite_store: Store, tmp_path: Path, name: str
) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 1, person=a_person(work.session, name=name))
        assess_all(work)
    with sqlite_store.reading() as session:
        export_slips(
            session,
            tmp_path / "a.pdf",
            award_ids=award_ids(session, WAITING),
            now=NOW,
            digest=audit_digest(session),
        )
    pdf = (tmp_path / "a.pdf").read_bytes()

    assert name in pages_of(pdf)[0]
    assert name in poppler_text(pdf, tmp_path)


def test_nothing_to_print_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError), sqlite_store.reading() as session:
        export_slips(session, tmp_path / "a.pdf", award_ids=[], now=NOW, digest=audit_digest(session))


def test_the_same_figure_everywhere(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_pair(work.session)
        a_ruling(work.session, "team-prize", "equal-split")
        event = an_event(work.session, a_contest(work.session, "national"))
        for rank in (1, 2, 3):
            a_result(work.session, rank, event=event)
        assess_all(work)
    with store.reading() as session:
        export_payments(session, tmp_path / "p.xlsx", now=NOW, digest=audit_digest(session))
        ids = list(award_ids(session, WAITING))
        listed = [row.amount_fen for row in award_page(session, ids)]
        explained = [explain_award(session, award_id).amount_fen for award_id in ids]
    on_screen = award_listing(store).rows(ids)
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0]
    paid = [row[7] for row in sheet.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]
    printed = slips(store, ids)

    assert listed == explained == [on_screen[award_id].amount_fen for award_id in ids]
    assert [round(float(str(yuan)) * 100) for yuan in paid] == listed
    for fen, page in zip(listed, printed, strict=True):
        assert f"拟计发 {money(fen or 0)}" in page


def test_every_further_sheet_repeats_the_stamp_the_award_and_the_masked_number(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        person = a_person(work.session, name="孙小曼")
        for name in ("示例甲", "示例乙", "示例丙", "示例丁"):
            contest = a_contest(work.session, "provincial", name=f"{name}职业技能竞赛")
            a_result(work.session, 1, event=an_event(work.session, contest), person=person)
        assess_all(work)
    pages = slips(sqlite_store)
    with sqlite_store.reading() as session:
        rows = award_page(session, list(award_ids(session, WAITING)))

    assert len(pages) > 1
    assert all("核算稿 · 未经审批" in page for page in pages)
    assert all(rows[0].id_number in page for page in pages)
    for page in pages[1:]:
        head = page[: page.index("（续）") + 400]
        assert any(f"{row.contest}　{row.event}" in head for row in rows)
        assert "（奖励编号 " in page


def test_a_ruling_on_income_tax_stands_on_the_slips_and_changes_no_amount(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 1)
        assess_all(work)
    (before,) = slips(sqlite_store)
    with writing(sqlite_store) as work:
        a_ruling(work.session, "income-tax", "incidental-income-20", basis="示税函〔2023〕7号")
        assess_all(work)
    (after,) = slips(sqlite_store)

    assert "税" not in before.replace("\n", "").replace("税务", "")
    plain = after.replace("\r", "").replace("\n", "")
    assert "偶然所得20%代扣" in plain
    assert "示税函〔2023〕7号" in plain
    assert "未扣税" in plain
    assert "¥1,000.00" in before
    assert "¥1,000.00" in after
    assert "800.00" not in after


def test_a_ruling_on_income_tax_is_not_said_of_nothing(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        a_result(work.session, 4)
        a_ruling(work.session, "income-tax", "exempt", basis="示税函〔2023〕7号")
        assess_all(work)
    with sqlite_store.reading() as session:
        (award,) = award_ids(session)
        assert "税" not in explain_award(session, award).as_text()


def test_a_ruling_on_comprehensive_contests_does_not_reach_another_series(sqlite_store: Store) -> None:
    name = "2024年全国职业院校技能大赛"
    facts = {"contest_class": "comprehensive", "official_class": "综合性"}
    with writing(sqlite_store) as work:
        contest = a_contest(work.session, "national", name=name, **facts)
        a_result(work.session, 1, event=an_event(work.session, contest))
        a_ruling(work.session, "comprehensive-contest", "counts")
        assess_all(work)
    with sqlite_store.reading() as session:
        (row,) = award_page(session, award_ids(session))
        text = explain_award(session, row.id).as_text()
    assert (row.status, row.questions) == ("blocked", ("comprehensive-contest",))
    assert "不及于本竞赛" in text
    with writing(sqlite_store) as work:
        a_ruling(work.session, "comprehensive-contest", "counts", contest=name, scope=name)
        assess_all(work)
    with sqlite_store.reading() as session:
        (row,) = award_page(session, award_ids(session))
        text = explain_award(session, row.id).as_text()
    assert (row.status, row.amount_fen) == ("proposed", 10_000_000)
    assert "不及于本竞赛" not in text


def test_who_it_is_stands_once_for_all_of_a_person_s_awards(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        several_levels(work.session)
        assess_all(work)
    text = "".join(slips(sqlite_store))

    assert text.count("核算过程") == 2
    assert text.count("姓名：") == 1
