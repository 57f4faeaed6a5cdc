"""Sheets and letters of batches and payments, opened as a stranger opens them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.accounts import AccountRole, Actor, audit_digest
from app.batches import set_approval_stages
from app.errors import AppError
from app.importing import import_file
from app.papers import (
    PaperKind,
    approval_sheet,
    keep_paper_file,
    missing_card_sheets,
    recovery_letter,
    request_letter,
    sign_off_sheet,
)
from app.payments import cancel_run
from app.store import Store, create_store
from models import Batch, BatchPaper, Person, Setting
from tests.app.awards.test_assess import writing
from tests.app.commands.test_command_line import Answer, Run, run
from tests.app.papers.reading import docx_paragraphs, docx_part, pdf_pages, pdf_sizes, pdf_text
from tests.app.payments.test_recovering import DOCUMENT, annul_first, paid_g1, repay
from tests.batch_builders import a_batch, a_publicity, award_of, some_awards
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, a_unit, an_event
from tests.payment_builders import BATCH, FINANCE, FUND, Paying, a_batch_at_payment, g1_at_payment
from tests.synthetic import bank_card

__all__ = ["run"]  # the fixture
ACCOUNT = "新乡市示例局，中国银行新乡分行，账号1234567890123"
CONTACT = "市竞赛办，0373-3051234"
PAY_BY = date(2024, 8, 1)


@pytest.fixture
def paying(sqlite_store: Store) -> Paying:
    """G1 at its payment step, taxed: eight awards, 186,400 yuan."""
    return g1_at_payment(sqlite_store, tax="incidental-income-20")


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as raised:
        act()
    return raised.value.code


def people_of(store: Store) -> list[Person]:
    with store.reading() as session:
        return list(session.scalars(select(Person)))


def many_results(store: Store, number: int, *, unit: str = "新乡市示例学院") -> Paying:
    """A batch at its payment step of `number` people of one unit, three an event."""
    with writing(store) as work:
        sent_by, contest = a_unit(work.session, name=unit), a_contest(work.session, "provincial")
        for place in range(number):
            if place % 3 == 0:
                event = an_event(work.session, contest)
            a_result(work.session, place % 3 + 1, event=event, unit=sent_by)
        return Paying(store, a_batch_at_payment(work))


def approval(store: Store, batch: int, out: Path) -> str:
    with store.reading() as session:
        return approval_sheet(session, batch, out, now=NOW, digest=audit_digest(session)).awards_sha256


def sign_off(store: Store, run_id: int, out: Path) -> list[str]:
    with store.reading() as session:
        sign_off_sheet(session, run_id, out)
    return pdf_pages(out)


def test_the_approval_sheet_sums_by_level_rank_and_unit_on_one_page(paying: Paying, tmp_path: Path) -> None:
    out = tmp_path / "审批表.pdf"
    sha256 = approval(paying.store, paying.batch, out)
    first = re.sub(r"\s", "", pdf_pages(out)[0])

    assert pdf_sizes(out) == [(210, 297), (297, 210)]
    assert "8人，8人次" in first
    assert "186,400.00元" in first
    assert "人民币壹拾捌万陆仟肆佰元整" in first
    assert all(f"第{rank}名" in first for rank in (1, 2, 3))
    assert "160,000.00" in first  # national
    assert "2人次110,000.00" in first  # the largest unit
    assert sha256 in first
    assert first.count("签字：") == 3
    assert "合计8人次、8人" in pdf_text(out)


def test_two_stages_have_two_fields_to_sign(paying: Paying, tmp_path: Path) -> None:
    with paying.store.writing(actor="管理员") as work:
        set_approval_stages(work, 2)
    approval(paying.store, paying.batch, tmp_path / "审批表.pdf")

    assert pdf_pages(tmp_path / "审批表.pdf")[0].count("签字：") == 4


def test_the_approval_sheet_stays_one_page_with_many_long_units(sqlite_store: Store, tmp_path: Path) -> None:
    long = "新乡市" + "示例职业技术学院附属" * 4 + "技工学校"
    with writing(sqlite_store) as work:
        awards = [
            award_of(work.session, a_person(work.session), a_unit(work.session, name=f"{long}{number}"))
            for number in range(14)
        ]
        batch = a_batch(work.session, awards, state="approval").id
    approval(sqlite_store, batch, tmp_path / "审批表.pdf")

    sizes = pdf_sizes(tmp_path / "审批表.pdf")
    assert sizes.count((210, 297)) == 1
    assert "其余5个单位" in pdf_text(tmp_path / "审批表.pdf")


def test_a_sheet_printed_before_its_step_says_so(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        batch = a_batch(work.session, some_awards(work.session, 1), state="review").id
    approval(sqlite_store, batch, tmp_path / "审批表.pdf")

    assert "尚不能审批" in pdf_text(tmp_path / "审批表.pdf")


def test_the_signed_scan_is_kept_with_the_batch(paying: Paying, tmp_path: Path) -> None:
    scan, text = tmp_path / "签字.pdf", tmp_path / "签字.txt"
    scan.write_bytes(b"%PDF-1.4 scan")
    text.write_text("no scan", "utf-8")
    with paying.store.writing(actor=CLERK) as work:
        keep_paper_file(work, paying.batch, scan)

    with paying.store.reading() as session:
        kept = session.scalars(select(BatchPaper)).one()
        assert (kept.kind, kept.file_name, kept.content) == ("signed-approval", "签字.pdf", scan.read_bytes())
    with paying.store.writing(actor=CLERK) as work:
        assert code_of(lambda: keep_paper_file(work, paying.batch, text)) == "scan-kind"


@pytest.mark.parametrize(
    ("kind", "actor", "roles", "is_kept"),
    [
        (PaperKind.NOTICE, "甲", {AccountRole.CLERK}, True),
        (PaperKind.REQUEST, "甲", {AccountRole.CLERK}, False),
        (PaperKind.REQUEST, "丁", {AccountRole.FINANCE}, True),
    ],
)
def test_papers_are_kept_by_those_whose_they_are(
    paying: Paying, tmp_path: Path, kind: PaperKind, actor: str, roles: set[AccountRole], is_kept: bool
) -> None:
    file = tmp_path / "文书.docx"
    file.write_bytes(b"PK\x03\x04 paper")

    def keep() -> None:
        with paying.store.writing(actor=Actor(None, actor, frozenset(roles))) as work:
            keep_paper_file(work, paying.batch, file, kind=kind)

    if is_kept:
        keep()
    else:
        assert code_of(keep) == "right-missing"
    with paying.store.reading() as session:
        assert list(session.scalars(select(BatchPaper.kind))) == [kind] * is_kept


def test_the_sign_off_sheet_sums_every_page_and_ends_with_a_row(sqlite_store: Store, tmp_path: Path) -> None:
    paying = many_results(sqlite_store, 40)
    pages = sign_off(sqlite_store, paying.make(), tmp_path / "签领表.pdf")
    plain = [re.sub(r"\s", "", page) for page in pages]

    assert len(pages) > 3
    assert all("本页小计" in page and "累计" in page for page in plain)
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(plain, start=1))
    running = [running_sum(page) for page in pages]
    assert running == sorted(running)
    assert running[-1] == sum(line.net_fen for line in paying.page(1).lines)
    assert re.search(r"^\s*40\s", pages[-1], re.MULTILINE)
    assert "合计40笔、40人" in plain[-1]
    assert all(word in plain[-1] for word in ("经办：", "复核：", "审批：", "财务：", "实发大写"))
    assert set(pdf_sizes(tmp_path / "签领表.pdf")) == {(297, 210)}


def running_sum(page: str) -> int:
    found = re.search(r"累计\s+\S+\s+\S+\s+([\d,.]+)", page)
    assert found is not None
    return int(found[1].replace(",", "").replace(".", ""))


def test_one_line_makes_one_page(sqlite_store: Store, tmp_path: Path) -> None:
    paying = many_results(sqlite_store, 1)

    assert len(sign_off(sqlite_store, paying.make(), tmp_path / "签领表.pdf")) == 1


def test_the_sign_off_sheet_shows_no_whole_number(paying: Paying, tmp_path: Path) -> None:
    run_id = paying.make()
    text = "".join(sign_off(paying.store, run_id, tmp_path / "签领表.pdf"))

    for line in paying.page(run_id).lines:
        assert line.id_number not in text
        assert line.card not in text
        assert line.card[-4:] in text


def test_gross_tax_and_net_stand_in_figures_and_capitals(paying: Paying, tmp_path: Path) -> None:
    text = "".join(sign_off(paying.store, paying.make(), tmp_path / "签领表.pdf")).replace(" ", "")

    assert "应发大写：人民币壹拾捌万陆仟肆佰元整" in text
    assert "实发大写：人民币壹拾肆万玖仟壹佰贰拾元整" in text
    assert "37,280.00" in text


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_request_names_amount_fund_basis_and_annexes(paying: Paying, tmp_path: Path, ending: str) -> None:
    out, run_id = tmp_path / f"请示.{ending}", paying.make()
    with paying.store.reading() as session:
        report = request_letter(session, run_id, out, addressee="新乡市财政局", now=NOW)
    text = pdf_text(out) if ending == "pdf" else "".join(docx_paragraphs(out)).replace(" ", "")

    assert report.amount_fen == 18_640_000
    for words in (
        "关于拨付2024年第一批奖金的请示",
        "新乡市财政局：",
        "（新办〔2023〕10号）二(二)8的规定",
        "已于2024年6月18日审批通过（新竞办〔2024〕3号）",
        "应发186,400.00元（大写：人民币壹拾捌万陆仟肆佰元整）",
        "计37,280.00元，实发149,120.00元（大写：人民币壹拾肆万玖仟壹佰贰拾元整）",
        f"从2024年度“{FUND}”列支",
        "妥否，请批示。",
        "职业技能竞赛奖金审批表",
        "职业技能竞赛奖金签领表（编号",
        "2024年7月1日",
    ):
        assert words in text


def test_what_cannot_be_requested_is_refused(paying: Paying, tmp_path: Path) -> None:
    run_id, out = paying.make(), tmp_path / "请示.pdf"
    with paying.store.reading() as session:
        nobody = code_of(lambda: request_letter(session, run_id, out, addressee=" ", now=NOW))
        assert nobody == "letter-addressee"
        odd = tmp_path / "请示.txt"
        assert code_of(lambda: request_letter(session, run_id, odd, addressee="局", now=NOW)) == "letter-kind"
        assert code_of(lambda: sign_off_sheet(session, run_id, odd)) == "paper-kind-pdf"
    with paying.store.writing(actor=FINANCE) as work:
        cancel_run(work, run_id, reason="重造")
    with paying.store.reading() as session:
        assert code_of(lambda: sign_off_sheet(session, run_id, out)) == "paper-run-cancelled"
        assert code_of(lambda: request_letter(session, run_id, out, addressee="局", now=NOW)) == (
            "paper-run-cancelled"
        )
    assert not out.exists()


def letter(store: Store, award: int, out: Path, *, account: str = ACCOUNT, pay_by: date = PAY_BY) -> str:
    with store.reading() as session:
        recovery_letter(session, award, out, account=account, contact=CONTACT, pay_by=pay_by, now=NOW)
    return pdf_text(out) if out.suffix == ".pdf" else "".join(docx_paragraphs(out)).replace(" ", "")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_recovery_letter_says_what_why_how_much_and_how(
    sqlite_store: Store, tmp_path: Path, ending: str
) -> None:
    paid = paid_g1(sqlite_store, tax="incidental-income-20")
    award = annul_first(paid)
    text = letter(sqlite_store, award, tmp_path / f"追回.{ending}")

    for words in (
        "（甲赛项）中获得第1名",
        "依据新竞办〔2024〕3号",
        "获发奖金100,000.00元（其中实发80,000.00元）",
        DOCUMENT,
        "应追回100,000.00元（大写：人民币壹拾万元整）",
        "其中20,000.00元为发放时代扣的个人所得税",
        "请于2024年8月1日前将款项退至以下账户：" + ACCOUNT,
        CONTACT,
    ):
        assert words in text
    assert not any(person.id_number in text for person in people_of(sqlite_store))


def test_a_letter_after_a_repayment_names_the_balance(sqlite_store: Store, tmp_path: Path) -> None:
    award = annul_first(paid_g1(sqlite_store))
    repay(sqlite_store, award, 6_000_000)

    assert "已退回60,000.00元，尚应退回40,000.00元" in letter(sqlite_store, award, tmp_path / "追回.pdf")
    repay(sqlite_store, award, 4_000_000)
    assert code_of(lambda: letter(sqlite_store, award, tmp_path / "二.pdf")) == "recovery-letter-repaid"


def test_a_recovery_letter_never_carries_the_persons_card(sqlite_store: Store, tmp_path: Path) -> None:
    award = annul_first(paid_g1(sqlite_store))
    cards = [person.bank_account for person in people_of(sqlite_store)]
    account = f"账号{cards[0]}"

    assert code_of(lambda: letter(sqlite_store, award, tmp_path / "追回.docx", account=account)) == "leak"
    assert code_of(lambda: letter(sqlite_store, award, tmp_path / "追回.pdf", account="")) == (
        "recovery-letter-texts"
    )
    assert code_of(lambda: letter(sqlite_store, award, tmp_path / "追回.pdf", pay_by=date(2024, 7, 1))) == (
        "recovery-letter-day"
    )
    assert code_of(lambda: letter(sqlite_store, 999, tmp_path / "追回.pdf")) == "recovery-letter-none"
    assert list(tmp_path.glob("追回*")) == []


def test_units_get_a_sheet_of_their_people_without_cards_and_it_is_read_back(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with writing(sqlite_store) as work:
        awards = some_awards(work.session, 4, unit="新乡市示例技师学院")
        batch = a_batch(work.session, awards).id
        lacking = list(work.session.scalars(select(Person).order_by(Person.id)))[:3:2]
        for person in lacking:
            person.bank_account = person.bank_name = ""
        numbers = {person.name: person.id_number for person in lacking}
    with sqlite_store.reading() as session:
        made = missing_card_sheets(session, batch, tmp_path, now=NOW)

    assert [(one.unit, one.people) for one in made] == [("新乡市示例技师学院", 2)]
    book = openpyxl.load_workbook(made[0].path)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    assert {"姓名", "赛项", "开户银行", "银行卡号", "证件号码"} <= set(header)
    place = {name: header.index(name) + 1 for name in header}
    assert [sheet.cell(row, place["银行卡号"]).number_format for row in (2, 3)] == ["@", "@"]
    assert "中国银行" in str(sheet.data_validations.dataValidation[0].formula1)
    everything = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert not any(number in everything for number in numbers.values())

    for row in (2, 3):
        name = str(sheet.cell(row, place["姓名"]).value)
        sheet.cell(row, place["证件号码"], numbers[name])
        sheet.cell(row, place["开户银行"], "中国银行新乡分行")
        sheet.cell(row, place["银行卡号"], bank_card(9_000 + row))
    book.save(tmp_path / "填好.xlsx")
    import_file(sqlite_store, tmp_path / "填好.xlsx", actor=CLERK)
    accounts = {person.name: person.bank_account for person in people_of(sqlite_store)}
    assert {accounts[name] for name in numbers} == {bank_card(9_002), bank_card(9_003)}


def test_no_sheet_is_written_where_nobody_lacks_a_card(paying: Paying, tmp_path: Path) -> None:
    with paying.store.reading() as session:
        code = code_of(lambda: missing_card_sheets(session, paying.batch, tmp_path, now=NOW))

    assert code == "cards-none-missing"
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize(("key", "words"), [("rehearsal", "演练"), ("one-person", "单人办理")])
def test_rehearsal_and_one_person_offices_are_marked_on_every_paper(
    sqlite_store: Store, tmp_path: Path, key: str, words: str
) -> None:
    paying = g1_at_payment(sqlite_store)
    with paying.store.writing(actor=FINANCE) as work:
        work.session.add(Setting(key=key, value="1"))
        a_publicity(work.session, work.session.get_one(Batch, paying.batch))
    run_id = paying.make()
    approval(sqlite_store, paying.batch, tmp_path / "审批表.pdf")
    sign_off(sqlite_store, run_id, tmp_path / "签领表.pdf")
    with sqlite_store.reading() as session:
        for ending in ("pdf", "docx"):
            request_letter(session, run_id, tmp_path / f"请示.{ending}", addressee="局", now=NOW)

    for name in ("审批表", "签领表", "请示"):
        assert all(words in page for page in pdf_pages(tmp_path / f"{name}.pdf"))
    assert words in docx_part(tmp_path / "请示.docx", "word/header1.xml")


def test_the_commands_write_every_paper(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    store = create_store(place)
    paying = g1_at_payment(store)
    paying.make()
    store.close()
    outs = {name: str(tmp_path / name) for name in ("a.pdf", "s.pdf", "q.docx")}

    def papers(act: str, *words: str) -> Answer:
        return run("--db", place, "papers", act, BATCH, *words, "--json")

    assert papers("approval", outs["a.pdf"]).json["people"] == 8
    assert papers("sign-off", outs["s.pdf"]).json["lines"] == 8
    assert papers("request", outs["q.docx"], "--to", "市财政局").json["amount"] == "186400.00"
    assert all(Path(out).is_file() for out in outs.values())
    assert papers("keep", outs["a.pdf"], "--as", CLERK).code == 0
    assert papers("cards", str(tmp_path)).code == 1
