"""Files for the bank and for finance: checked profiles, nothing cut, the office's own workbook filled."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from app.batches import batch_papers
from app.errors import ConflictError, InputError, NotFoundError
from app.paths import user_data_path
from app.payments import bank_profiles, export_bank_file, export_run, plan_run, take_return
from app.store import Store
from tests.payment_builders import FINANCE, Paying, g1_at_payment, whole_return


@pytest.fixture
def paying(sqlite_store: Store) -> Paying:
    return g1_at_payment(sqlite_store, tax="incidental-income-20")


def test_a_csv_holds_what_the_bank_transfers_and_its_sum(paying: Paying, tmp_path: Path) -> None:
    run = paying.make()
    report = export_bank_file(paying.store, run, tmp_path / "代发.csv", actor=FINANCE, profile="general-csv")
    rows = [line.split(",") for line in (tmp_path / "代发.csv").read_bytes().decode("gb18030").split("\r\n")]
    line = paying.page(run).lines[0]

    assert rows[0][:4] == ["发放表编号", "序号", "收款人户名", "收款账号"]
    assert rows[1][:6] == ["2024-001", "1", line.payee, line.card, line.bank, "80000.00"]
    assert rows[9] == ["合计", "8", "", "", "", "149120.00", ""]
    assert (report.lines, report.net_fen, set(paying.states())) == (8, 14_912_000, {"in-payment"})


def test_a_fixed_file_keeps_its_widths_in_bytes(paying: Paying, tmp_path: Path) -> None:
    run = paying.make()
    export_bank_file(paying.store, run, tmp_path / "代发.txt", actor=FINANCE, profile="fixed-columns")
    lines = (tmp_path / "代发.txt").read_bytes().split(b"\r\n")

    assert {len(line) for line in lines[:-1]} == {8 + 32 + 60 + 15 + 20}
    assert lines[0].startswith(b"00000001" + paying.page(run).lines[0].card.encode())
    assert b"000000008000000" in lines[0]


def test_cash_is_not_in_the_banks_file(paying: Paying, tmp_path: Path) -> None:
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    run = paying.make(cash={award: "本人无账户"})
    report = export_bank_file(paying.store, run, tmp_path / "代发.csv", actor=FINANCE, profile="general-csv")
    assert (report.lines, report.cash) == (7, 1)


def test_no_second_file_for_the_bank_once_it_has_answered(paying: Paying, tmp_path: Path) -> None:
    run, out = paying.make(), tmp_path / "代发.csv"
    facts: dict[str, str] = {"actor": FINANCE, "profile": "general-csv"}
    sent = [export_bank_file(paying.store, run, out, **facts).is_first for _time in range(2)]
    with paying.store.writing(actor=FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run), failing=[1]))
    before = out.read_bytes()
    with pytest.raises(ConflictError, match="bank-file-answered"):
        export_bank_file(paying.store, run, out, **facts)

    assert sent == [True, False]
    assert out.read_bytes() == before


FAULTY = """title: 某银行
format: csv
encoding: GBK
suffix: .csv
header: true
colour: red
columns:
  - {title: 金额, value: money}
total: [合计, 二]
"""


def test_a_faulty_profile_of_the_users_is_refused_with_every_fault(paying: Paying, tmp_path: Path) -> None:
    folder = user_data_path() / "bank-profiles"
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "own.yaml"
    own.write_text(FAULTY, "utf-8")
    run = paying.make()
    try:
        with pytest.raises(InputError, match="bank-profile-faulty") as refused:
            export_bank_file(paying.store, run, tmp_path / "x.csv", actor=FINANCE, profile="own")
    finally:
        own.unlink()
    faults = str(refused.value.params["faults"])
    assert all(word in faults for word in ("GBK", "colour", "columns[1].value", "total"))
    assert set(paying.states()) == {"approved"}
    with pytest.raises(NotFoundError, match="bank-profile-missing"):
        export_bank_file(paying.store, run, tmp_path / "x.csv", actor=FINANCE, profile="没有")


def test_the_programs_own_profiles_have_no_fault() -> None:
    assert {one.key for one in bank_profiles()} >= {"general-csv", "fixed-columns"}


def a_template(
    file: Path, *, rows: int = 10, header: tuple[str, ...] = ("序号", "姓名", "应发", "税额", "实发")
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "财务"
    sheet["A1"] = "某局发放表"
    for column, title in enumerate(header, start=1):
        sheet.cell(3, column).value = title
    sheet.cell(4 + rows, 1).value = "制表人："
    book.defined_names["大写金额"] = DefinedName("大写金额", attr_text="财务!$B$2")
    book.save(file)
    return file


def test_the_offices_own_workbook_is_filled(paying: Paying, tmp_path: Path) -> None:
    template = a_template(tmp_path / "模板.xlsx")
    before = template.read_bytes()
    export_run(paying.store, paying.make(), tmp_path / "发放表.xlsx", actor=FINANCE, template=template)
    sheet = openpyxl.load_workbook(tmp_path / "发放表.xlsx").worksheets[0]

    assert [sheet.cell(4, column).value for column in (1, 3, 4, 5)] == [1, 100000, 20000, 80000]
    assert sheet["B2"].value == "人民币壹拾肆万玖仟壹佰贰拾元整"
    assert (sheet["A1"].value, sheet.cell(14, 1).value) == ("某局发放表", "制表人：")
    assert template.read_bytes() == before


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"header": ("序号", "姓名", "应发")}, "finance-template-header"),
        ({"rows": 7}, "finance-template-room"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_and_nothing_leaves(
    paying: Paying, tmp_path: Path, facts: dict[str, object], code: str
) -> None:
    template = a_template(tmp_path / "模板.xlsx", **facts)  # type: ignore[arg-type]
    run = paying.make()
    with pytest.raises(InputError, match=code):
        export_run(paying.store, run, tmp_path / "发放表.xlsx", actor=FINANCE, template=template)
    assert not (tmp_path / "发放表.xlsx").exists()
    assert set(paying.states()) == {"approved"}


def test_what_left_is_kept_with_the_batch(paying: Paying, tmp_path: Path) -> None:
    run = paying.make()
    for name in ("一.xlsx", "二.xlsx"):
        export_run(paying.store, run, tmp_path / name, actor=FINANCE)
    export_bank_file(paying.store, run, tmp_path / "代发.csv", actor=FINANCE, profile="general-csv")
    with paying.store.reading() as session:
        assert [paper.kind for paper in batch_papers(session, paying.batch)] == ["payment-list", "bank-file"]
