"""What a certificate says: the words of one result, ready for the template's fields."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.certificates.outcomes import DueCertificate
from app.formats import certificate_date
from app.words import tr
from models.types import IdType

_ENDINGS = ("赛项", "项目", "比赛", "竞赛", "大赛")
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class CertificateFace:
    """The words of one certificate, without its number."""

    name: str
    salutation: str
    contest: str
    item: str
    achievement: str
    date: str

    @property
    def award_text(self) -> str:
        """Return the award in one phrase, as it is stored with the certificate."""
        return f"{self.contest}{self.item}{self.achievement}"

    def fields(self, *, number: str, issuer: str) -> dict[str, str]:
        """Return the fields of the template."""
        return {
            "name": self.name,
            "salutation": self.salutation,
            "contest": self.contest,
            "item": self.item,
            "achievement": self.achievement,
            "date": self.date,
            "number": number,
            "issuer": issuer,
        }


def face_of(due: DueCertificate) -> CertificateFace:
    """Return what the certificate of a result says."""
    return CertificateFace(
        name=printed_name(due.person_name),
        salutation=salutation(due.id_type, group=due.group),
        contest=_one_line(due.contest),
        item=_item(_one_line(due.event), due.group),
        achievement=achievement(due.rank, medal=due.medal, grade=due.grade),
        date=certificate_date(due.published_on),
    )


def salutation(id_type: str, *, group: str = "") -> str:
    """Return what stands behind a name, with the space before it; "" for holders of permits and passports."""
    if group == "student":
        return f" {tr('certificates.salutation.student')}"
    return f" {tr('certificates.salutation.other')}" if id_type == IdType.RESIDENT else ""


def printed_name(name: str) -> str:
    """Return a name as it is printed: padding between Chinese characters goes, nothing else changes."""
    parts = name.split()
    is_chinese = all(not _is_latin(character) for part in parts for character in part)
    return ("" if is_chinese else " ").join(parts)


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith(("LATIN", "CYRILLIC", "GREEK"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _item(event: str, group: str) -> str:
    """Return an event as it stands in a sentence: 砌筑赛项（职工组）."""
    if not event:
        return ""
    item = event if event.endswith(_ENDINGS) else event + tr("certificates.item")
    group_name = tr(f"core.group.{group}") if group else ""
    return item if not group_name or group_name in event else f"{item}（{group_name}）"


def achievement(rank: int | None, *, medal: str, grade: str) -> str:
    """Return a result in words: 第一名（金牌）, 二等奖, 优胜奖. The rank leads within the first three."""
    prize = "、".join(part for part in (medal.strip(), grade.strip()) if part)
    if rank is None or (rank > 3 and prize):
        return prize
    place = tr("certificates.place", number=_ordinal(rank))
    return f"{place}（{prize}）" if prize and prize != place else place


def _ordinal(number: int) -> str:
    """Return 1–99 in Chinese, larger ones in digits."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")
