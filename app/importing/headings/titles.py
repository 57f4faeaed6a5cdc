"""The title of a list: which contest it names, and what it says beside.

    title    := [letterhead 关于] [公布 …] contest [stage] phrase 的通知
    contest  := all up to the last word for a contest (大赛, 竞赛, 选拔赛, 比武 …) that belongs to it

A second word for a contest belongs to the name where a place, a year, an edition or 选拔 stands before it
(第一届示例大赛河南省选拔赛); otherwise (大赛焊工比赛) the name may end before it, and that is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.importing.headings import vocabulary as v
from app.importing.headings.brackets import is_balanced, outside, parts_of, without_signs
from app.importing.headings.phrases import Phrase, read_phrase

_LETTERS_APART = re.compile(r"(?<!\S)\S(?:\s+\S(?!\S))+")
_BLANKS_IN_NAMES = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
ATTACHED = re.compile(
    r"(?:附件|附表|附录|附|表)\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{0,3})(?:-\d+)?\s*(?:[:：.、]\s*|\s+|$)"
    r"|(?:附件|附表)\s*\d{1,2}(?=[^\d:：.、\s]|(?:19|20)\d\d)"
)
_ABOUT = re.compile(
    "^[^《》“”]{0,40}?关于(?:对|做好|开展|举办)?(?:公布|表彰|表扬|印发|公示|发布|通报|命名|认定|授予|奖励|下达|报送|推荐|兑现|确认)?"
    "(?:对)?(?P<inner>.+?)(?:的)?(?:通知|通报|公告|公示|决定|函|报告|请示|通告|意见|批复)?$"
)
_BELONGS = re.compile("暨|选拔|届|[省市县区州盟旗]|全国|世界|国际|国家|系列|[0-9]{4}|年|初赛|分赛")
_NOISE = re.compile("(?:(?<![—–-])[—–-]+)?(?:竞赛|比赛|大赛)")
_CONTEST_WORDS = re.compile("(?:职业|专业)?(?:技能|技术)?(?:大赛|竞赛|比赛|比武|大比武)$")
_STAGES = re.compile(f"(?:{v.LAST_STAGE.pattern}|{v.EARLY_STAGE.pattern})$")
_FORM_BEFORE = re.compile("(?:单人|双人|三人|团体|团队|个人)赛$")
_SHORTEST = 4  # signs of a contest's name


@dataclass(slots=True)
class Title:
    """A title taken apart. `contest` is "" where it names none; `doubt` says why it must be asked: a code."""

    text: str
    contest: str = ""
    doubt: str = ""
    event: str = ""  # proposed with the contest where both are doubtful
    phrase: Phrase = field(default_factory=Phrase)


def holds_contest(text: str) -> bool:
    """Return whether a text has a word for a contest."""
    return v.CONTEST_END.search(text) is not None


def squeezed(text: str) -> str:
    """Return a text in which words whose signs stand apart (获 奖 名 单) are written together."""
    return _LETTERS_APART.sub(lambda match: "".join(match[0].split()), " ".join(text.split()))


def without_wrapper(text: str) -> str:
    """Return a title without what stands around it: 附件1, 【公示】, 关于公布 … 的通知, title marks."""
    text = squeezed(text)
    if match := ATTACHED.match(text):
        text = text[match.end() :].strip()
    while True:
        before = text
        if is_balanced(text):
            text = _without_marks(text)
        if match := _ABOUT.match(text):
            text = match["inner"]
        if text == before:
            return text


def _without_marks(text: str) -> str:
    """Take off marks that hold a whole contest's name or a mere 公示 at the beginning."""
    parts = parts_of(text)
    if not parts or not parts[0].opening:
        return text
    first, rest = parts[0], "".join(part.as_written for part in parts[1:])
    if v.says_nothing(first.text) or v.NOTE.fullmatch(first.text) or ATTACHED.fullmatch(first.text):
        return rest
    names_one = first.opening in '《“"「' and holds_contest(first.text)
    return first.text + rest if names_one and not first.text.endswith("杯") else text


def read_title(text: str) -> Title:
    """Return what a title says."""
    title = Title(text)
    inner = without_wrapper(text)
    plain = outside(inner) if is_balanced(inner) else without_signs(inner)
    end, doubtful = _end_of_contest(inner, plain)
    if not end:
        title.phrase = read_phrase(inner)
        return title
    title.contest = _BLANKS_IN_NAMES.sub("", inner[:end]).lstrip("—–-：:、")
    rest = inner[end:]
    if doubtful > end:
        title.doubt = "contest-or-event"
        title.event = _event_before(inner[end:doubtful])
        rest = inner[doubtful:]
    elif match := re.match(rf"\s*[（(]?({v.REGION.pattern})[）)]?", rest):
        title.doubt = "region"
        title.contest, rest = title.contest + match[1], rest[match.end() :]
    title.phrase = read_phrase(rest)
    if not is_balanced(title.contest) or len(title.contest) < _SHORTEST:
        title.contest, title.doubt = "", "unbalanced"
    elif title.phrase.stage:
        title.doubt = title.doubt or "stage"
    return title


def _event_before(text: str) -> str:
    """Return what stands before a second word for a contest, as the event it may be."""
    bare = _CONTEST_WORDS.sub("", text.strip(" —–-·"))
    return v.CONTEST_END.sub("", bare) if bare == text else bare


def _end_of_contest(text: str, plain: str) -> tuple[int, int]:
    """Return where the contest's name ends, and where a further word ends that may belong to it (0: none)."""
    end, is_mixed = 0, False
    for match in v.CONTEST_END.finditer(plain):
        before = plain[end : match.end()]
        if _FORM_BEFORE.search(before):
            continue
        if end and (stage := _STAGES.search(before)):
            is_mixed = is_mixed or bool(before[: stage.start()].strip(" —–-（("))
            continue
        if end and (_NOISE.fullmatch(before) or not before.strip()):
            continue
        if not end or (_BELONGS.search(before) and not is_mixed):
            end = match.end()
        else:
            return end, match.end()
    return _with_brackets(text, end), 0


def _with_brackets(text: str, end: int) -> int:
    """Return the end of a name with a bracket behind it that holds a word for a contest: （河南选拔赛）."""
    match = re.match(r"[（(][^（）()]*[）)]", text[end:])
    holds_one = match is not None and v.CONTEST_END.search(match[0]) and not _STAGES.search(match[0][:-1])
    return end + match.end() if end and match and holds_one else end
