"""The leak gate: a number hidden anywhere in a finished file is found, and ordinary papers pass."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from reportlab.pdfgen.canvas import Canvas

from app.leak_gate import Leak, leaks_in, people_on_paper
from app.personal_numbers import PeopleOnPaper, PersonalKind, numbers_written_in, personal_facts
from app.store import Store
from tests.app.awards.test_assess import writing
from tests.builders import a_person
from tests.synthetic import bank_card, credit_code, phone, resident_id

TODAY = date(2024, 7, 1)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def found(content: bytes, people: PeopleOnPaper | None = None) -> list[Leak]:
    return list(leaks_in(content, people or PeopleOnPaper(), today=TODAY))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return sink.getvalue()


def docx(body: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    document = f"<w:document {W}><w:body><w:p><w:r><w:t>公示</w:t></w:r></w:p>{body}</w:body></w:document>"
    return zipped({"word/document.xml": document, **(parts or {})})


def in_runs(secret: str) -> bytes:
    runs = "".join(f"<w:r><w:rPr/><w:t>{sign}</w:t></w:r>" for sign in secret)
    return docx(f"<w:p>{runs}</w:p>")


def in_part(name: str, before: str = "<x><t>", after: str = "</t></x>") -> Callable[[str], bytes]:
    return lambda secret: docx(parts={name: before + escape(secret) + after})


def workbook(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def in_cell(secret: str) -> bytes:
    return workbook(lambda book: book.worksheets[0].cell(3, 2, secret))


def as_number(secret: str) -> bytes:
    return workbook(lambda book: book.worksheets[0].cell(3, 2, int(secret)))


def on_hidden_sheet(secret: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("备份")
        sheet.sheet_state = "veryHidden"
        sheet["Z99"] = secret

    return workbook(fill)


def in_comment(secret: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A1"].comment = Comment(secret, "经办")

    return workbook(fill)


def in_header(secret: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        header = book.worksheets[0].oddHeader
        assert header is not None
        header.center.text = secret

    return workbook(fill)


def in_custom_property(secret: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        properties: Any = book  # the stubs do not know custom properties
        properties.custom_doc_props.append(StringProperty(name="备注", value=secret))

    return workbook(fill)


def in_core_property(secret: str) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        book.properties.description = secret

    return workbook(fill)


def in_base64(secret: str) -> bytes:
    return docx(parts={"customXml/item1.xml": f"<x>{base64.b64encode(secret.encode()).decode()}</x>"})


def in_entities(secret: str) -> bytes:
    return docx("<w:p><w:r><w:t>" + "".join(f"&#{ord(sign)};" for sign in secret) + "</w:t></w:r></w:p>")


def in_embedded_workbook(secret: str) -> bytes:
    return docx(parts={"word/embeddings/list.xlsx": in_cell(secret)})


def in_embedded_bytes(secret: str) -> bytes:
    packed = b"\xd0\xcf\x11\xe0\xff\xfe\x00" + secret.encode("utf-16-le") + b"\x00\xff"
    return docx(parts={"word/embeddings/oleObject1.bin": packed})


def in_alternative_text(secret: str) -> bytes:
    return docx(f'<w:p><w:drawing descr="{secret}"/></w:p>')


def in_xml_comment(secret: str) -> bytes:
    return docx(f"<!-- {secret} -->")


def pdf(draw: Callable[[Canvas], None]) -> bytes:
    sink = io.BytesIO()
    canvas = Canvas(sink, pageCompression=1)
    canvas.drawString(72, 720, "Notice 100,000.00")
    draw(canvas)
    canvas.save()
    return sink.getvalue()


def on_second_page(secret: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.showPage()
        canvas.drawString(72, 100, secret)

    return pdf(draw)


def invisible(secret: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 100)
        text.setTextRenderMode(3)
        text.textLine(secret)
        canvas.drawText(text)

    return pdf(draw)


def attached(secret: str) -> bytes:
    document = pypdfium2.PdfDocument(pdf(lambda canvas: None))
    document.new_attachment("list.csv").set_data(f"name,number\n,{secret}\n".encode())
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


PLACES: dict[str, Callable[[str], bytes]] = {
    "cell": in_cell,
    "numeric cell": as_number,
    "hidden sheet": on_hidden_sheet,
    "comment": in_comment,
    "print header": in_header,
    "custom property": in_custom_property,
    "core property": in_core_property,
    "split runs": in_runs,
    "entities": in_entities,
    "base64": in_base64,
    "embedded workbook": in_embedded_workbook,
    "embedded bytes": in_embedded_bytes,
    "alternative text": in_alternative_text,
    "XML comment": in_xml_comment,
    "word header": in_part("word/header1.xml"),
    "word comments": in_part("word/comments.xml"),
    "footnote": in_part("word/footnotes.xml"),
    "app properties": in_part("docProps/app.xml"),
    "link": in_part("word/_rels/document.xml.rels", '<R><Q Target="tel:', '"/></R>'),
    "name of a part": lambda secret: docx(parts={f"word/media/{secret}.png": b"\x89PNG\xff"}),
    "pdf page": lambda secret: pdf(lambda canvas: canvas.drawString(72, 600, secret)),
    "pdf second page": on_second_page,
    "pdf invisible text": invisible,
    "pdf title": lambda secret: pdf(lambda canvas: canvas.setTitle(secret)),
    "pdf keywords": lambda secret: pdf(lambda canvas: canvas.setKeywords(secret)),
    "pdf annotation": lambda secret: pdf(lambda canvas: canvas.textAnnotation(secret, [10, 10, 50, 50])),
    "pdf link": lambda secret: pdf(lambda canvas: canvas.linkURL(f"tel:{secret}", (10, 10, 50, 50))),
    "pdf attachment": attached,
}
NUMBERS = st.integers(0, 9_000)
DIGITS_ONLY = st.one_of(NUMBERS.map(phone), NUMBERS.map(bank_card).map(lambda card: card[:15]))
SECRETS = st.one_of(NUMBERS.map(resident_id), NUMBERS.map(bank_card), NUMBERS.map(phone))


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_number_hidden_in_any_place_is_found(place: str, data: st.DataObject) -> None:
    secret = data.draw(DIGITS_ONLY if place == "numeric cell" else SECRETS)

    leaks = found(PLACES[place](secret))

    assert leaks
    assert not any(secret in leak.words for leak in leaks)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_file_without_a_number_passes(place: str) -> None:
    assert found(PLACES[place]("2024")) == []


def grouped(number: str, sizes: tuple[int, ...], between: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return between.join([*parts, number[start:]] if start < len(number) else parts)


@settings(max_examples=80, deadline=None)
@given(NUMBERS, st.sampled_from([" ", "-", "－", "\u3000", "·", "\n", "\u200b", "　 "]))
def test_a_number_in_groups_is_found(number: int, between: str) -> None:
    assert kinds(grouped(resident_id(number), (6, 8), between)) >= {PersonalKind.ID_NUMBER}
    assert kinds(grouped(resident_id(number), (1,) * 17, between))
    assert kinds(grouped(bank_card(number), (4, 4, 4, 4), between))
    assert kinds(grouped(phone(number), (3, 4), between))


def kinds(text: str, people: PeopleOnPaper | None = None) -> set[PersonalKind]:
    return {fact.kind for fact in personal_facts(text, people or PeopleOnPaper(), today=TODAY)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("证件 410702900101001", PersonalKind.ID_NUMBER),
        ("护照 E12345678", PersonalKind.PERMIT),
        ("港澳居民来往内地通行证 H12345678", PersonalKind.PERMIT),
        ("电话 0373-3051234", PersonalKind.PHONE),
        ("电话 (0373) 3051234", PersonalKind.PHONE),
        ("86 １３８００１３８０００", PersonalKind.PHONE),
        ("一三八零零一三八零零零", PersonalKind.PHONE),
        ("账号 4100123456789", PersonalKind.CARD),
        ("出生日期：1990年1月2日", PersonalKind.BIRTH_DATE),
        ("生于 1990.1.2", PersonalKind.BIRTH_DATE),
    ],
)
def test_finds_each_kind(text: str, kind: PersonalKind) -> None:
    assert kind in kinds(text)


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.integers(0, 10**12).map(lambda fen: f"{fen / 100:,.2f}"),
            st.integers(0, 10**9).map(lambda yuan: f"{yuan}.00"),
            st.dates(date(2023, 1, 1), date(2026, 12, 31)).map(lambda day: f"{day:%Y-%m-%d}"),
            st.dates(date(2023, 1, 1), date(2026, 12, 31)).map(
                lambda day: f"{day.year}年{day.month}月{day.day}日"
            ),
            st.integers(1, 400).map(lambda number: f"新人社〔2023〕{number}号"),
            st.integers(0, 9_000).map(credit_code),
            st.integers(1, 300).map(str),
            st.sampled_from(["6-18-02-04", "4-07-05-01", "第1名", "GB/T 9704-2012", "2024.06.18-2024.06.24"]),
        ),
        max_size=8,
    ),
    st.sampled_from(["\t", "，", "\n"]),
)
def test_ordinary_numbers_raise_no_alarm(parts: list[str], between: str) -> None:
    people = PeopleOnPaper(names=frozenset({"张伟"}))

    assert kinds(between.join(["张伟", *parts]), people) == set()


def test_years_in_a_row_are_no_card() -> None:
    assert kinds("2021 2022 2023 2024") == kinds("1 2 3 4 5 6 7 8 9 10 11 12") == set()


def test_a_registered_number_is_found_whatever_it_looks_like(store: Store) -> None:
    with writing(store) as work:
        person = a_person(work.session, id_type="taiwan-permit", id_number="01234567", phone="3051234")
        people = people_on_paper(work.session, [person.id])

    assert PersonalKind.HELD in kinds("证件 0123.4567", people)
    assert PersonalKind.HELD in kinds("联系 305 1234", people)
    assert kinds("第 3 名，奖金 51,234.00 元", people) == set()


def test_the_birth_date_of_a_person_on_the_list_is_found(store: Store) -> None:
    with writing(store) as work:
        number = resident_id(7, birth=date(1990, 1, 2))
        people = people_on_paper(work.session, [a_person(work.session, id_number=number).id])

    assert PersonalKind.BIRTH_DATE in kinds("1990年1月2日", people)
    assert PersonalKind.BIRTH_DATE in kinds("19900102", people)
    assert kinds("2024年1月2日", people) == set()


@settings(max_examples=60, deadline=None)
@given(st.integers(2_000_000, 9_999_999), st.integers(2_000_000, 9_999_999), st.sampled_from("/、，-—"))
def test_several_telephones_of_the_office_in_a_row_pass(one: int, other: int, between: str) -> None:
    contact = f"新乡市示例路1号（邮编453000），电话0373-{one}{between}{other}，(0373){other}转801"

    assert not list(personal_facts(contact, PeopleOnPaper(allowed=numbers_written_in([contact]))))


def test_the_offices_telephone_may_be_published_but_never_that_of_a_person(store: Store) -> None:
    contact = "市竞赛办，0373-3051234，13800000009"
    with writing(store) as work:
        person = a_person(work.session, phone="13800000009")
        people = people_on_paper(work.session, [person.id], allowed_in=[contact])

    assert numbers_written_in([contact]) == {"03733051234", "13800000009"}
    assert {fact.kind for fact in personal_facts(contact, people)} == {PersonalKind.PHONE, PersonalKind.HELD}
    assert not list(personal_facts("0373-3051234", people))


@pytest.mark.parametrize(("day", "is_found"), [(date(1990, 1, 2), True), (date(2024, 6, 18), False)])
def test_a_birth_date_in_a_date_cell_beside_a_name_is_found(day: date, is_found: bool) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0].append(["张伟", "甲学院", day])

    leaks = found(workbook(fill), PeopleOnPaper(names=frozenset({"张伟"})))
    assert [leak.fact.kind for leak in leaks] == [PersonalKind.BIRTH_DATE] * is_found
