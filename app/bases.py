"""What may be a basis (依据) of a class, ruling, standard or correction: the one place that judges it.

A basis is a document somebody can be asked for: a document number of a year that has come, or a document that
the register of documents holds by its name, dated and verified. Words that only fill a cell (待补, 见附件, 0,
国家级一类) are none. This module knows no store; `app.bases_on_record` gives it the register and the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.document_numbers import corrected_brackets, numbers_in
from app.formats import chinese_date, name_key
from app.words import tr

_SHOWN = 60  # characters of what was written that a message repeats
_NOT_YET = "待补 待定 待发 待查 待核 待编 待印发 待补充 待补录 后补 以后补 补 稍后 后附 另附 另行"
_ELSEWHERE = "见附件 见通知 见文件 见红头文件 见原件 见网站 见附表 附件 附后 同上 同前 同左 同下 如上"
_NOTHING = "无 没有 暂无 暂缺 缺 略 空 空白 未知 未定 未发 未编号 不详 不明 不清楚 无文号"
_ANYTHING = "是 有 已有 已发 请填写 填写 测试 示例 样例 某文件 某通知"
_KINDS = "文号 文件 依据 类别依据 类别 编号 通知 公告 红头文件 相关文件 会议 纪要 会议纪要 批复 领导同意"
_FILLER = "|".join(f"{_NOT_YET} {_ELSEWHERE} {_NOTHING} {_ANYTHING}".split())
_PLACEHOLDER = re.compile(
    r"[\W_0-9x×\uff58]*|n/?a|none|null|nil|tbd|todo|test|unknown|"
    rf"(?:{'|'.join(_KINDS.split())})?(?:{_FILLER})?(?:文号|文件|号|了|吧|中)?",
    re.IGNORECASE,
)
_NOT_ISSUED = re.compile(
    "待补|待定|待发|待印发|后补|后附|未印发|未发布|尚未|无文号|暂无|不详|未知|作废|草稿|征求意见稿|送审稿|讨论稿"
)
_CLASS_WORDS = re.compile(
    "(?:世界|国家|省|市|县|企业)?级?(?:行业|综合性?|专项)?(?:一类|二类|综合性|专项)?"
    "(?:职业)?(?:技能)?(?:大赛|竞赛|赛事)?"
)
_PUNCTUATION = re.compile(r"[\s\u3000，。、；：:;,.（）()【】\[\]〔〕“”\"'—…]+")


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """What the register holds of a document, as far as a basis rests on it."""

    name: str
    issuer: str
    dated_on: date | None
    is_verified: bool


@dataclass(frozen=True, slots=True)
class BasisProblem:
    """Why a text is no basis: a code, and what was written.

    Codes: `missing`, `placeholder`, `unrecorded`, `unfinished`, `not-issued`, `future-year`, `future-date`,
    `future-decision`, `undated`, `unverified`.
    """

    code: str
    written: str
    day: str = ""

    @property
    def words(self) -> str:
        """Return in Chinese what was written, why that is no basis and what is needed."""
        shown = self.written if len(self.written) <= _SHOWN else self.written[:_SHOWN] + "…"
        return tr(f"core.basis.{self.code}", written=shown, day=self.day)


@dataclass
class Bases:
    """Judges bases on a day (`today` of the office) against the documents on record."""

    today: date
    recorded: Iterable[RecordedDocument] = ()
    _by_key: dict[str, RecordedDocument] = field(init=False)
    _judged: dict[str, BasisProblem | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key = {name_key(one.name): one for one in self.recorded}

    def problem(self, text: str) -> BasisProblem | None:
        """Return why `text` is no basis, None where it is one."""
        if text not in self._judged:
            self._judged[text] = self._judge(corrected_brackets(text).number)
        return self._judged[text]

    def decision_problem(self, basis: str, decided_on: date) -> BasisProblem | None:
        """Return why a decision of that day by `basis` may not count, None where it may."""
        if decided_on > self.today:
            return BasisProblem("future-decision", basis, chinese_date(decided_on))
        return self.problem(basis)

    def _judge(self, written: str) -> BasisProblem | None:
        if not written:
            return BasisProblem("missing", written)
        named = self._by_key.get(name_key(written))
        found = numbers_in(written)
        if found.unfinished:
            return BasisProblem("unfinished", written)
        if not found.numbers:
            return self._judge_named(named, written)
        if _NOT_ISSUED.search(found.rest):
            return BasisProblem("not-issued", written)
        for number, year in found.numbers:
            if year is not None and year > self.today.year:
                return BasisProblem("future-year", written, str(year))
            if (document := self._by_key.get(name_key(number))) and (late := self._not_yet(document)):
                return late
        return None

    def _judge_named(self, document: RecordedDocument | None, written: str) -> BasisProblem | None:
        if document is None:
            return BasisProblem("placeholder" if is_placeholder(written) else "unrecorded", written)
        if document.dated_on is None or not document.issuer:
            return BasisProblem("undated", written)
        if not document.is_verified:
            return BasisProblem("unverified", written)
        return self._not_yet(document)

    def _not_yet(self, document: RecordedDocument) -> BasisProblem | None:
        if document.dated_on is not None and document.dated_on > self.today:
            return BasisProblem("future-date", document.name, chinese_date(document.dated_on))
        return None


def plain_fault(text: str, today: date) -> str:
    """Return in words why `text` is no basis whatever the register holds, "" where that must be looked up.

    For dialogs, which say so beside the field before anything is written.
    """
    problem = Bases(today).problem(text)
    return "" if problem is None or problem.code == "unrecorded" else problem.words


def is_placeholder(text: str) -> bool:
    """Return whether `text` only fills its cell: 待补, 无, 0, or the words of a class (国家级一类)."""
    plain = _PUNCTUATION.sub("", text)
    return bool(_PLACEHOLDER.fullmatch(plain) or _CLASS_WORDS.fullmatch(plain))
