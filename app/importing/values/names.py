"""Names of people as lists write them. A name is never altered silently: each change is noted.

Padding between the characters of a name (张　三) goes; every kind of interpunct becomes U+00B7; marks around
it go with a warning. What could be another name, or more than one, is a question. Normalisation forms serve
comparison only, since they alter characters that people really carry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.formats import name_key
from app.importing.findings import InvalidCell, Note, invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.look_alikes import compatibility_characters, ordinary_text
from app.importing.values.text import (
    PLACEHOLDERS,
    PRIVATE_USE,
    SELECTORS,
    code_points,
    forbidden_content,
    is_ditto,
    without_selectors,
)

LONGEST_NAME = 60
INTERPUNCT = "·"
_SPACES = re.compile(r"\s+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_INTERPUNCTS = "•‧・･\uff0e∙⋅●｡•᛫"
_DOT = re.compile(rf"(?:(?<!\s)\s+)?[·{_INTERPUNCTS}]\s*")  # linear: blanks are tried from their first on
_FULL_STOP = re.compile(r"(?<=[^\x00-\x7f])\s*\.\s*(?=[^\x00-\x7f])")
_ODD = re.compile(
    r"[0-9０-９()（）\[\]【】<>《》?？!！*#%&$￥_=:：;；\"“”'’`…~～|\\+\uff0b^@\u2460-\u24ff\u2776-\u2793]"
)
_SEPARATORS = re.compile("[、，,；;/\uff0f&\uff06\r\n|\uff5c\uff0b+]+")
_MARKS = "★☆✩✭✮✯✰*\uff0a※#\uff03△▲▽▼▷▶◁◀◆◇○◎■□▪▫●•√✓✔✗✘×†‡§♦♥♠♣☑☐①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸^@!！~～_"
_MARKED = re.compile(rf"^[{re.escape(_MARKS)}\s]+|(?<![{re.escape(_MARKS)}\s])[{re.escape(_MARKS)}\s]+$")
_ENDS_IN_BRACKETS = re.compile(r"^([^()（）\[\]【】]+)[(（\[【]([^()（）\[\]【】]*)[)）\]】]$")
# What offices add in brackets without another person or another name being meant.
_HARMLESS_NOTE = re.compile(
    "男|女|[一-龥]{1,4}族|(?:男|女)[，,、]?[一-龥]{1,4}族|队长|组长|兼队长|选手|参赛选手|队员|主选手|学生|职工|学员|党员|"
    "中共党员|本人|首席"
)
_OTHERS = re.compile(
    r"^(.{2,30}?)\s*等(?:等)?\s*(?:共?\s*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*)?(?:个人|人|名|位)?(?:同学|同志|选手|队员)?$"
)
_AND = re.compile(r"(?<=[一-龥]{2})\s*[和及与暨]\s*(?=[一-龥]{2})|(?<!\s)\s+(?:和|及|与|暨)\s+")
_FOOTERS = (
    "合计|总计|小计|共计|空缺|待定|不详|以下空白|制表人?|填表人?|填报人|经办人|审核人?|复核人?|负责人|联系人|盖章|备注|"
    "说明|填写说明|示例|样例|范例|同上|暂无|姓名|轮空|匿名|佚名|代表队|参赛队|测试[一二三四五六七八九十]?|"
    "第[一二三四五六七八九十]小?组|(?:队员|选手|成员)[一二三四五六七八九十甲乙丙丁]"
)
_NO_NAMES = re.compile(
    f"(?:{_FOOTERS}|总人数|人数|单位负责人|联系电话|单位盖章|公章|签字|签名|日期|填表日期|填表说明|注|此页无正文|奖项空缺|"
    "名额空缺|选手姓名|例)(?:[:：].*)?"
)
_COMPOUND_SURNAME = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|"
    "慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|拓跋|夹谷|"
    "轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|公户|公玉|公仪|梁丘|左丘|西门|第五|贯丘|南荣|东里|东宫|仲长|子书|子桑|"
    "即墨|达奚|褚师|爱新|叶赫|纳兰|完颜"
)
# A name that needs no second look: two to four common characters, no word of a footer, not ending in 等.
is_plain = re.compile(f"(?!(?:{_FOOTERS})$)[一-龥]{{2,4}}(?<!等)").fullmatch


def read_name(raw: Any) -> Any:
    """Read one person's name; what was changed, looks odd or must be asked comes as notes."""
    if raw.__class__ is str and is_plain(raw):
        return raw
    text = as_text(raw)
    if not text or text in PLACEHOLDERS:
        return invalid("name-missing")
    text, notes = without_selectors(text)
    if not text:
        return invalid("name-missing")
    if refused := forbidden_content(text):
        return InvalidCell(None, *refused)
    if is_ditto(text) or _NO_NAMES.fullmatch(compact(text)):
        return invalid("name-not-a-person", text=text[:20])
    if asked := _question(text):
        return InvalidCell(None, *notes, asked)
    return _tidied(text, notes)


def _question(text: str) -> Note | None:
    """Return what must be asked of a name: more people, or another name, may be meant."""
    if match := _OTHERS.match(text):
        return Note("name-and-others", {"name": match[1]})
    people = _parted_by_words(text) or _parted_by_blanks(text)
    if people:
        return Note("name-of-several", {"count": len(people), "people": "、".join(people)})
    ordinary = ordinary_text(text)
    if ordinary != text:
        odd = "".join(dict.fromkeys(c for c in text if c not in ordinary))
        return Note("look-alike", {"text": ordinary, "characters": code_points(odd)})
    match = _ENDS_IN_BRACKETS.match(_MARKED.sub("", text))
    if match and match[2].strip() and not _HARMLESS_NOTE.fullmatch(compact(match[2])):
        return Note("name-with-note", {"name": match[1].strip(), "note": match[2].strip()})
    return None


def _tidied(text: str, notes: list[Note]) -> Any:
    plain = _MARKED.sub("", text)
    if match := _ENDS_IN_BRACKETS.match(plain):
        plain = _MARKED.sub("", match[1])
    if not plain:
        return invalid("name-not-a-person", text=text[:20])
    if plain != text:
        notes.append(Note("name-marks-removed", {"name": "".join(plain.split())}))
    name = _FULL_STOP.sub(INTERPUNCT, _DOT.sub(INTERPUNCT, plain))
    if name != plain:
        notes.append(Note("interpunct-unified", {"name": name}))
    spaced = _SPACES.sub(" " if _LATIN.search(name) else "", name)
    if spaced != name:
        notes.append(Note("name-spaces-removed", {"name": spaced}))
    if len(spaced) > LONGEST_NAME:
        return invalid("text-too-long", longest=LONGEST_NAME, length=len(spaced))
    notes += _oddities(spaced)
    is_asked = any(note.keeps_out for note in notes)
    return InvalidCell(None if is_asked else spaced, *notes) if notes else spaced


def _oddities(name: str) -> list[Note]:
    notes = []
    if private := PRIVATE_USE.findall(name):
        notes.append(Note("private-use", {"characters": code_points("".join(private))}))
    if kept := compatibility_characters(name):
        notes.append(Note("compatibility-character", {"characters": code_points(kept)}))
    if _ODD.search(name):
        notes.append(Note("name-odd"))
    if len(name) == 1:
        notes.append(Note("name-short"))
    return notes


def person_key(name: str) -> str:
    """Return a name made comparable: NFC, one interpunct, no spaces, selectors or case. Never stored."""
    return _DOT.sub(INTERPUNCT, name_key(SELECTORS.sub("", name))).casefold()


def holds_several(raw: Any) -> bool:
    """Return whether a cell names several people, parted by a sign."""
    return raw.__class__ is str and _SEPARATORS.search(raw.strip()) is not None


def may_any_hold_several(names: Sequence[str]) -> bool:
    """Return whether a cell among many may name several people; quick where none does."""
    joined = "\0".join(names)
    return any(pattern.search(joined) for pattern in (_SEPARATORS, _SPACES, _AND))


def may_hold_several(raw: Any) -> bool:
    """Return whether a cell may name several people: parted by a sign, by blanks or by a word such as 和."""
    if raw.__class__ is not str:
        return False
    text = raw.strip()
    return holds_several(text) or bool(_parted_by_words(text) or _parted_by_blanks(text))


def people_in(raw: Any) -> list[str]:
    """Return the parts of a cell that lists people, or what belongs to them."""
    return [part.strip() for part in _SEPARATORS.split(as_text(raw)) if part.strip()]


def people_named(raw: Any) -> list[str]:
    """Return the people a cell names, whatever parts them."""
    parts = people_in(raw)
    return (
        parts
        if len(parts) > 1
        else _parted_by_words(as_text(raw)) or _parted_by_blanks(as_text(raw)) or parts
    )


def _parted_by_words(text: str) -> list[str]:
    """Return the names that 和, 及, 与 or 暨 part, [] where it parts none: 李和平 is one name."""
    parts = [part.strip() for part in _AND.split(text)]
    return parts if len(parts) > 1 and all(map(_may_be_a_name, parts)) else []


def _parted_by_blanks(text: str) -> list[str]:
    """Return the names that blanks part, each of two characters or more: not 张　三 nor 欧阳 修远."""
    parts = text.split()
    if len(parts) < 2 or not all(map(_may_be_a_name, parts)):
        return []
    if len(parts) == 2 and (_COMPOUND_SURNAME.fullmatch(parts[0])):
        return []
    return parts


_HAN_NAME = re.compile("[\u3400-\u9fff\U00020000-\U000323af·]{2,}")


def _may_be_a_name(part: str) -> bool:
    return _HAN_NAME.fullmatch(part) is not None
