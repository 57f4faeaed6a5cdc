"""The search index of people: complete before and after people are indexed, in every way they change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from app.people_matching import people_matching
from app.pinyin import name_initials
from app.registry import awaits_indexing, index_people, search
from app.search_terms import end_of_range
from app.store import Store, create_store
from models import Person, PersonDocument, PersonName, PersonSearchTerm
from tests.builders import CLERK, a_person

NAMES = ["张小明", "单雄", "单雄飞", "欧阳明日香", "古丽·买买提", "John Smith", "𠮷田", "王", "吕绿"]


@pytest.fixture
def filled(store: Store) -> Store:
    with store.writing(actor=CLERK) as work:
        for place, name in enumerate(NAMES):
            a_person(
                work.session,
                name=name,
                initials=name_initials(name),
                id_number=f"41070219900101{place:03d}X",
            )
    return store


def _index(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        while index_people(work, most=4):
            pass


def _found(store: Store, text: str) -> list[str]:
    with store.reading() as session:
        return [hit.title for hit in search(session, text) if hit.kind == "person"]


FOUND = {
    "单": ["单雄", "单雄飞"],
    "雄": ["单雄", "单雄飞"],
    "雄飞": ["单雄飞"],
    "明": ["张小明", "欧阳明日香"],
    "明日香": ["欧阳明日香"],
    "买买提": ["古丽·买买提"],
    "古丽·买": ["古丽·买买提"],
    "古丽•买买提": ["古丽·买买提"],
    "丽买买": ["古丽·买买提"],
    "𠮷": ["𠮷田"],
    "sx": ["单雄", "单雄飞"],
    "cxf": ["单雄飞"],
    "zxm": ["张小明"],
    "001X": ["单雄"],
    "41070219900101007x": ["王"],
    "smith": ["John Smith"],
    "马": [],
    "%": [],
    "_": [],
}
SPELLED = {
    "zhangxiaoming": "张小明",
    "zhang xiao": "张小明",
    "xiaoming": "张小明",
    "shanxiongf": "单雄飞",
    "danxiongfei": "单雄飞",
    "lü lü": "吕绿",
    "lvlv": "吕绿",
}


@pytest.mark.parametrize("indexed", [False, True])
def test_the_same_people_are_found_before_and_after_indexing(filled: Store, indexed: bool) -> None:
    if indexed:
        _index(filled)
    with filled.reading() as session:
        for text, names in FOUND.items():
            assert sorted(_found(filled, text)) == sorted(names), text
            assert len(session.scalars(people_matching(text)).all()) == len(names), text


def test_full_pinyin_finds_who_is_indexed(filled: Store) -> None:
    _index(filled)
    assert {text: _found(filled, text) for text in SPELLED} == {
        text: [name] for text, name in SPELLED.items()
    }


def test_a_name_that_begins_so_stands_before_one_that_holds_it(filled: Store) -> None:
    with filled.writing(actor=CLERK) as work:
        a_person(work.session, name="李单")
    _index(filled)
    assert _found(filled, "单") == ["单雄", "单雄飞", "李单"]
    assert _found(filled, "单雄飞")[0] == "单雄飞"


def test_whoever_changes_is_found_by_what_he_is_now(filled: Store) -> None:
    _index(filled)
    with filled.writing(actor=CLERK) as work:
        person = work.session.scalars(select(Person).where(Person.name == "单雄")).one()
        person.name = person.name_key = "马雄"
        person.initials = "mx"
        work.session.add(PersonName(person_id=person.id, name="单雄"))
        work.session.add(
            PersonDocument(person_id=person.id, id_type="passport", id_number="E1234567", id_key="p:E1234567")
        )
    for _ in range(2):
        assert _found(filled, "马") == ["马雄"]
        assert _found(filled, "mx") == ["马雄"]
        assert _found(filled, "4567") == ["马雄"]
        assert _found(filled, "单雄") == ["单雄飞", "马雄"] or _found(filled, "单雄") == ["马雄", "单雄飞"]
        _index(filled)


def test_a_number_corrected_past_the_program_is_not_found_by_the_old_one(filled: Store) -> None:
    _index(filled)
    with filled.writing(actor=CLERK) as work:
        work.session.execute(
            update(Person).where(Person.name == "单雄").values(id_number="410702199001019999")
        )
    for _ in range(2):
        assert _found(filled, "001X") == []
        assert _found(filled, "9999") == ["单雄"]
        _index(filled)


def test_whoever_is_removed_leaves_no_term_behind(filled: Store) -> None:
    _index(filled)
    with filled.writing(actor=CLERK) as work:
        work.session.execute(delete(Person).where(Person.name == "单雄"))
    assert _found(filled, "单雄") == ["单雄飞"]
    _index(filled)
    with filled.reading() as session:
        people = select(Person.id)
        left = select(func.count()).where(PersonSearchTerm.person_id.not_in(people))
        assert session.scalar(left) == 0
        assert not awaits_indexing(session)


def test_indexing_goes_on_where_it_was_left(filled: Store) -> None:
    with filled.writing(actor=CLERK) as work:
        assert index_people(work, most=4)
    assert sorted(_found(filled, "单")) == ["单雄", "单雄飞"]
    with filled.writing(actor=CLERK) as work:
        assert index_people(work, most=4)
        assert not index_people(work, most=4)
        assert not index_people(work, most=4)


def test_a_name_longer_than_a_term_is_compared_whole(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        for end in "甲乙":
            a_person(work.session, name=f"买买提艾力阿卜杜热西提{end}")
    _index(store)
    assert _found(store, "买买提艾力阿卜杜热西提乙") == ["买买提艾力阿卜杜热西提乙"]
    assert _found(store, "热西提甲") == ["买买提艾力阿卜杜热西提甲"]


@given(st.text(min_size=1, max_size=4), st.text(max_size=3))
def test_a_range_holds_exactly_what_begins_so(beginning: str, more: str) -> None:
    assert beginning <= beginning + more < end_of_range(beginning)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("王李单雄明ab·", min_size=1, max_size=4), min_size=1, max_size=6),
    st.text("王李单雄明ab", min_size=1, max_size=3),
)
def test_random_names_are_found_by_any_part(names: list[str], text: str) -> None:
    store = create_store("sqlite://", actor=CLERK)
    with store.writing(actor=CLERK) as work:
        for name in names:
            a_person(work.session, name=name, initials="")
    wanted = sorted(name for name in names if text in name.replace("·", ""))
    _index(store)
    found = sorted(name for name in _found(store, text) if text in name.replace("·", ""))
    store.close()
    assert found == wanted


def test_who_waits_to_be_indexed_does_not_hide_the_exact_name(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_person(work.session, name="张伟")
    _index(store)
    with store.writing(actor=CLERK) as work:
        for number in range(10):
            a_person(work.session, name=f"小张伟{'明华强军国'[number % 5]}")
        a_person(work.session, name="张伟")
    assert _found(store, "张伟")[:2] == ["张伟", "张伟"]


def test_a_long_name_is_found_without_its_dot(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_person(work.session, name="买买提江·艾合买提江")
    for _ in range(2):
        assert _found(store, "买买提江艾合买提江") == ["买买提江·艾合买提江"]
        assert _found(store, "买买提江•艾合买提江") == ["买买提江·艾合买提江"]
        _index(store)
