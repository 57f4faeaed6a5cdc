"""The documents in the program: their clauses as they are cited, search, and rules that rest on them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.paths import DOCUMENTS
from app.policy import (
    LibraryDocument,
    installed_policies,
    is_check_due,
    load_policy,
    policy_documents,
    rules_by_clause,
    search_documents,
)
from app.policy.clauses import ClausePart, clause_parts, text_within, without_spaces

XINXIANG = "新办〔2023〕10号"


def document(key: str) -> LibraryDocument:
    (found,) = [one for one in policy_documents() if one.key == key]
    return found


def part(key: str, number: str) -> ClausePart:
    (found,) = [one for one in document(key).parts if one.number == number]
    return found


def test_all_five_documents_are_in_the_library_with_their_clauses() -> None:
    assert [one.key for one in policy_documents()] == [
        XINXIANG,
        "汴办〔2021〕21号",
        "郑政办〔2019〕63号",
        "2021年郑州市高技能人才工作实施方案",
        "河南省和人社部签署备忘录 八方面发力 省部共建“技能河南”",
    ]
    assert all(len(one.parts) > 10 for one in policy_documents())


def test_clauses_are_numbered_as_they_are_cited() -> None:
    numbers = [part.number for part in document(XINXIANG).parts]
    assert numbers[:5] == ["", "一", "二", "二(一)", "二(一)1"]
    assert numbers[-5:] == ["二(三)11", "三", "三(一)", "三(二)", "三(三)"]
    assert len(set(numbers)) == len(numbers)


def test_a_page_break_in_mid_sentence_does_not_break_the_paragraph() -> None:
    text = part(XINXIANG, "二(二)8").text
    assert "参照国家相应标准给予奖励" in text
    assert "\n" not in text


def test_a_chapter_s_heading_stands_alone() -> None:
    chapter = part(XINXIANG, "一")
    assert (chapter.heading, len(chapter.paragraphs)) == ("总体要求", 2)


def test_nothing_of_a_document_is_lost_between_its_clauses() -> None:
    for document in policy_documents():
        text = without_spaces((DOCUMENTS / document.document.file).read_text("utf-8")).replace("*", "")
        parts = without_spaces("".join(part.text for part in document.parts)).replace("　", "")
        missing = len(text) - len(parts)
        assert 0 <= missing < len(text) * 0.03, document.key


def test_a_table_is_read_row_by_row() -> None:
    table = part("2021年郑州市高技能人才工作实施方案", "表1").paragraphs
    assert table[0] == "表1"
    assert "1　郑州市总计　18500　5550" in table
    assert "4　航空港区　120　35" in table


@pytest.mark.parametrize("key", sorted(installed_policies()))
def test_every_rule_s_text_stands_in_the_clause_it_cites(key: str) -> None:
    for rule in load_policy(key).rules:
        clause = rule.clause
        if clause.document.file:
            assert without_spaces(clause.text) in without_spaces(
                part(clause.document.name, clause.number).text
            )


def test_a_clause_names_the_rules_that_rest_on_it() -> None:
    rules = rules_by_clause([load_policy()])[XINXIANG]
    assert ("xinxiang-2023", "green-channel") in {(policy.key, rule.id) for policy, rule in rules["二(二)7"]}
    assert "三(三)" not in rules


def test_all_words_of_a_search_must_stand_in_a_clause() -> None:
    hits = search_documents("命名 选送单位")
    assert [(hit.document, hit.clause) for hit in hits] == [(XINXIANG, "二(二)8")]
    assert "命名选送单位" in hits[0].excerpt
    assert len(search_documents("绿色通道")) >= 3
    assert search_documents("查无此词") == []
    assert search_documents("  ") == []


def test_a_search_reaches_over_line_breaks() -> None:
    assert any(hit.clause == "二(二)8" for hit in search_documents("参照国家相应标准"))


def test_no_private_phone_number_comes_with_the_program() -> None:
    for document in policy_documents():
        text = (DOCUMENTS / document.document.file).read_text("utf-8")
        assert not re.search(r"\d{4}[-—]\d{8}|\b\d{8}\b|1[3-9]\d{9}", text), document.key
    assert policy_documents()[3].left_out


def test_articles_and_inner_clauses() -> None:
    parts = clause_parts(
        "办法\n第一条 奖励办法。\n第二条 分级如下。\n（一）甲等。\n（二）乙等。\n第三条 附则。\n"
    )
    assert [part.number for part in parts] == ["", "第一条", "第二条", "第二条(一)", "第二条(二)", "第三条"]
    assert text_within(parts, "第二条") == "分级如下。\n甲等。\n乙等。"
    assert text_within(parts, "第九条") is None


def test_a_reminder_comes_a_year_after_the_last_check() -> None:
    assert is_check_due(None, today=date(2026, 1, 1))
    assert not is_check_due(date(2025, 1, 1), today=date(2026, 1, 1))
    assert is_check_due(date(2025, 1, 1), today=date(2026, 1, 2))
