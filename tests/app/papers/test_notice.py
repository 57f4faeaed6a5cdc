"""The publicity notice: what stands in it, who it tells apart, and what it refuses."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.errors import AppError, DocumentError, InputError, MissingGlyphError
from app.papers import NoticeReport, publicity_notice
from app.paths import RESOURCES, user_data_path
from app.store import Store, create_store
from models import Batch, Setting
from tests.app.awards.test_assess import writing
from tests.app.commands.test_command_line import Run, run
from tests.app.papers.reading import docx_paragraphs, docx_part, docx_rows, pdf_pages, pdf_sizes, pdf_text
from tests.batch_builders import CONTACT, a_batch, a_publicity, award_of, some_awards
from tests.builders import NOW, a_contest, a_person, a_unit, an_award, an_event

__all__ = ["run"]  # the fixture
ISSUER = "新乡市职业技能竞赛工作领导小组办公室"
SENTENCES = (
    "关于2024年夏季批次拟奖励人员的公示",
    "《新乡市加强新时代高技能人才队伍建设的实施方案》（新办〔2023〕10号）二(二)8",
    "“第1届新乡市职业技能大赛”的4名获奖人员给予奖励，共4人次，奖金合计65,000.00元（大写：人民币陆万伍仟元整）",
    "公示期为2024年7月2日至2024年7月8日，共5个工作日。公示地点：新乡市人力资源和社会保障局网站。",
    f"可以书面形式向{ISSUER}反映",
    f"受理方式：{CONTACT}。",
    "附件：拟奖励人员名单",
    "2024年7月2日",
)


@pytest.fixture
def batch(sqlite_store: Store) -> int:
    """A published batch of four awards of one contest."""
    with writing(sqlite_store) as work:
        work.session.add(Setting(key="issuer", value=ISSUER))
        return a_batch(work.session, some_awards(work.session, 4), name="2024年夏季批次").id


def notice(store: Store, batch: int, out: Path, **facts: dict[int, str]) -> NoticeReport:
    with store.reading() as session:
        return publicity_notice(session, batch, out, now=NOW, **facts)


def refused(store: Store, batch: int, out: Path, **facts: dict[int, str]) -> AppError:
    with pytest.raises(AppError) as raised:
        notice(store, batch, out, **facts)
    assert list(out.parent.glob(f"*{out.suffix}")) == list(out.parent.glob(".*.tmp")) == []
    return raised.value


def test_the_pdf_says_what_a_notice_must_say(sqlite_store: Store, batch: int, tmp_path: Path) -> None:
    report = notice(sqlite_store, batch, tmp_path / "公示.pdf")
    text = pdf_text(tmp_path / "公示.pdf")

    assert (report.awards, report.people, report.total_fen) == (4, 4, 6_500_000)
    for sentence in SENTENCES:
        assert sentence.replace(" ", "") in text
    assert pdf_sizes(tmp_path / "公示.pdf") == [(210, 297), (297, 210)]
    assert "—1—" in text
    assert "—2—" in text


def test_the_word_file_says_the_same(sqlite_store: Store, batch: int, tmp_path: Path) -> None:
    out = tmp_path / "公示.docx"
    notice(sqlite_store, batch, out)
    text = "".join(docx_paragraphs(out))

    for sentence in SENTENCES:
        assert sentence in text
    rows = docx_rows(out)
    assert rows[0] == ["序号", "姓名", "单位", "竞赛", "赛项", "名次", "金额"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert rows[1][2:] == [
        "新乡市示例技师学院", "第1届新乡市职业技能大赛", "示例赛项1", "第1名", "20,000.00"
    ]  # fmt: skip
    assert "{" not in text
    assert ISSUER in docx_part(out, "docProps/core.xml")


def test_the_workbook_is_the_list(sqlite_store: Store, batch: int, tmp_path: Path) -> None:
    notice(sqlite_store, batch, tmp_path / "名单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "名单.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))

    assert rows[0] == ("序号", "姓名", "单位", "竞赛", "赛项", "名次", "金额")
    assert [row[6] for row in rows[1:]] == [20_000, 15_000, 10_000, 20_000, 65_000]


def test_no_page_holds_a_number_of_a_person_or_an_instruction_to_the_office(
    sqlite_store: Store, batch: int, tmp_path: Path
) -> None:
    notice(sqlite_store, batch, tmp_path / "公示.pdf")
    text = pdf_text(tmp_path / "公示.pdf")

    assert "撤下" not in text
    assert "复核" not in text
    assert "410702" not in text


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("field", ["phone", "id_number", "bank_account"])
def test_a_number_of_a_person_in_the_batchs_name_is_refused(
    sqlite_store: Store, tmp_path: Path, ending: str, field: str
) -> None:
    with writing(sqlite_store) as work:
        person = a_person(work.session, phone="13800000077")
        unit = a_unit(work.session, name=f"示例学院（{getattr(person, field)}）")
        batch = a_batch(work.session, [award_of(work.session, person, unit)]).id

    problem = refused(sqlite_store, batch, tmp_path / f"公示.{ending}")

    assert isinstance(problem, DocumentError)
    assert problem.code == "leak"
    assert getattr(person, field) not in str(problem.params)


def test_the_telephone_of_a_winner_is_no_contact(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        person = a_person(work.session, phone="03733051234")
        batch = a_batch(work.session, [award_of(work.session, person, a_unit(work.session))]).id

    assert refused(sqlite_store, batch, tmp_path / "公示.docx").code == "leak"


def test_the_offices_own_template_is_taken(sqlite_store: Store, batch: int, tmp_path: Path) -> None:
    with own_template(("附件：", "后附：")):
        notice(sqlite_store, batch, tmp_path / "公示.docx")

    assert "后附：拟奖励人员名单" in docx_paragraphs(tmp_path / "公示.docx")


def test_a_telephone_left_in_a_comment_of_the_template_is_refused(
    sqlite_store: Store, batch: int, tmp_path: Path
) -> None:
    with own_template(("<w:body>", "<w:body><!-- 样稿联系人 13812345678 -->")):
        problem = refused(sqlite_store, batch, tmp_path / "公示.docx")

    assert problem.code == "leak"
    assert "word/document.xml" in str(problem.params["leaks"])


@pytest.mark.parametrize(
    ("before", "after", "code", "named"),
    [
        ("{{ issuer }}", "{{ isuer }}", "word-template-field-unknown", "isuer"),
        ("{{ row.amount }}", "{{ row.phone }}", "word-template-field-unknown", "phone"),
        ("{{ date }}", "", "word-template-field-missing", "date"),
        ("{{ date }}", "{{ date", "word-template-faulty", ""),
    ],
)
def test_a_wrong_field_in_the_template_is_named(
    sqlite_store: Store, batch: int, tmp_path: Path, before: str, after: str, code: str, named: str
) -> None:
    with own_template((before, after)):
        problem = refused(sqlite_store, batch, tmp_path / "公示.docx")

    assert isinstance(problem, InputError)
    assert problem.code == code
    assert named in str(problem.params.get("fields", ""))


class own_template:  # noqa: N801 (reads as a statement)
    """The office's own template for the block: the program's with one text put in the place of another."""

    def __init__(self, change: tuple[str, str]) -> None:
        self._change = change
        self._file = user_data_path() / "templates" / "publicity-notice.docx"

    def __enter__(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with (
            zipfile.ZipFile(RESOURCES / "templates" / "publicity-notice.docx") as parts,
            zipfile.ZipFile(self._file, "w") as own,
        ):
            for name in parts.namelist():
                text = parts.read(name)
                if name == "word/document.xml":
                    text = text.decode("utf-8").replace(*self._change).encode()
                own.writestr(name, text)

    def __exit__(self, *_: object) -> None:
        self._file.unlink()


def test_people_of_one_name_are_told_apart_by_unit_then_by_event(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        session = work.session
        unit, other = a_unit(session, name="甲学院"), a_unit(session, name="乙学院")
        contest = a_contest(session)
        fitter, welder = (an_event(session, contest, name=name) for name in ("钳工", "焊工"))
        twins = [a_person(session, name="张伟") for _ in range(2)]
        others = [a_person(session, name="王芳") for _ in range(2)]
        where = [(twins[0], unit, fitter), (twins[1], other, fitter)]
        where += [(others[0], unit, fitter), (others[1], unit, welder)]
        awards = [award_of(session, person, sent_by, event=event) for person, sent_by, event in where]
        batch = a_batch(session, awards).id
    notice(sqlite_store, batch, tmp_path / "公示.pdf")

    text = pdf_text(tmp_path / "公示.pdf")
    assert "名单中下列同名人员不是同一人：张伟（甲学院、乙学院）；王芳（钳工、焊工）。" in text


def test_whom_neither_unit_nor_event_tells_apart_is_asked_about(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        unit, event = a_unit(work.session), an_event(work.session)
        people = [a_person(work.session, name="张伟") for _ in range(2)]
        awards = [
            award_of(work.session, person, unit, event=event, rank=rank)
            for rank, person in enumerate(people, start=1)
        ]
        batch, first = a_batch(work.session, awards).id, awards[0].id
        told = {int(award.id): words for award, words in zip(awards, ("一车间", "二车间"), strict=True)}

    problem = refused(sqlite_store, batch, tmp_path / "公示.pdf")
    assert problem.code == "notice-namesakes"
    assert str(first) in str(problem.params["awards"])

    notice(sqlite_store, batch, tmp_path / "公示.pdf", told_apart=told)
    text = pdf_text(tmp_path / "公示.pdf")
    assert "（一车间）" in text
    assert "不是同一人" not in text


def test_an_empty_an_unpublished_and_a_changed_batch_are_refused(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        empty = a_batch(work.session, []).id
        unpublished = a_batch(work.session, some_awards(work.session, 1), is_published=False).id
        award = an_award(work.session)
        changed = a_batch(work.session, [award]).id
        award.amount_fen = 1
        silent = a_batch(work.session, [an_award(work.session)], is_published=False)
        a_publicity(work.session, silent, contact="")
        silent_id = silent.id

    out = tmp_path / "公示.docx"
    codes = [refused(sqlite_store, one, out).code for one in (empty, unpublished, changed, silent_id)]
    assert codes == [
        "paper-batch-empty", "notice-not-published", "paper-batch-changed", "notice-without-contact"
    ]  # fmt: skip
    assert refused(sqlite_store, 999, out).code == "batch-missing"
    assert refused(sqlite_store, empty + 1, tmp_path / "公示.txt").code == "notice-kind"


def test_a_character_that_no_font_has_is_named_before_anything_is_written(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with writing(sqlite_store) as work:
        person = a_person(work.session, name="张\U0003134f")
        batch = a_batch(work.session, [award_of(work.session, person, a_unit(work.session))]).id

    problem = refused(sqlite_store, batch, tmp_path / "公示.pdf")

    assert isinstance(problem, MissingGlyphError)
    assert problem.params["unicode"] == "U+3134F"


def test_a_rehearsal_is_marked_on_every_page(sqlite_store: Store, tmp_path: Path) -> None:
    with writing(sqlite_store) as work:
        work.session.add(Setting(key="rehearsal", value="1"))
        batch = a_batch(work.session, some_awards(work.session, 60)).id
    for ending in ("pdf", "docx", "xlsx"):
        notice(sqlite_store, batch, tmp_path / f"公示.{ending}")

    pages = pdf_pages(tmp_path / "公示.pdf")
    assert len(pages) > 3
    assert all("演练" in page for page in pages)
    assert "演练" in docx_part(tmp_path / "公示.docx", "word/header1.xml")


def test_long_names_of_units_are_whole(sqlite_store: Store, tmp_path: Path) -> None:
    name = "新乡市" + "示例职业技术学院附属" * 4 + "技工学校"
    with writing(sqlite_store) as work:
        awards = some_awards(work.session, 40, unit=name)
        batch = a_batch(work.session, awards).id
    notice(sqlite_store, batch, tmp_path / "公示.pdf")

    text = pdf_text(tmp_path / "公示.pdf")
    assert text.count("合计40人次") == 1
    last = pdf_pages(tmp_path / "公示.pdf")[-1]
    assert "39 " in last
    assert "40 " in last


def test_the_command_writes_the_notice(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    store = create_store(place)
    with writing(store) as work:
        made: Batch = a_batch(work.session, some_awards(work.session, 2), name="夏季")
        number = made.id
    store.close()

    out = tmp_path / "公示.pdf"
    answer = run("--db", place, "publicity", "notice", "夏季", str(out), "--json")
    assert answer.code == 0
    assert answer.json == {"file": str(out), "awards": 2, "people": 2, "total": "35000.00"}
    assert run("--db", place, "publicity", "notice", str(number), str(tmp_path / "公示.docx")).code == 0
    missing = run("--db", place, "publicity", "notice", "秋季", str(out))
    assert (missing.code, missing.err.count("\n")) == (1, 1)
