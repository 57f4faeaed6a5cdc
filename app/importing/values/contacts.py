"""Phones and bank cards. A wrong one is not taken over, and never keeps a result out."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from app.check_digits import luhn_ok
from app.importing.findings import InvalidCell, invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import CELL_ERRORS, PLACEHOLDERS, is_ditto, text_reader

is_mobile = re.compile(r"1[3-9]\d{9}", re.ASCII).fullmatch
_LANDLINE = re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,6})?", re.ASCII)
_PREFIX = re.compile(r"^(?:\+|00)?86-?(?=1)")
_CARD_SIGNS = re.compile(r"[\s\-'`’]+")
_DIGITS = re.compile(r"\d(?:[ \-]*\d)*", re.ASCII)
_LABELS = re.compile("(?:开户(?:银行|行)|银行|账户|账号|帐号|卡号|户名)[:：]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_bank_text = text_reader(120, is_optional=True)
_CLEARING = re.compile(r"(?:行号|联行号|清算号|支付号|CNAPS)\D{0,3}(\d{12})", re.ASCII | re.IGNORECASE)
_CLEARING_DIGITS = 12  # of a bank's clearing code


class Bank(NamedTuple):
    """A bank and an account, each "" where it is missing or wrong."""

    name: str = ""
    account: str = ""


def read_phone(raw: Any) -> Any:
    """Read a mobile or landline number; "" where the cell is empty or of no use."""
    if raw.__class__ is str and is_mobile(raw):
        return raw
    text = compact(as_text(raw)).strip("'`’")
    if not text or text in PLACEHOLDERS:
        return ""
    joined = _PREFIX.sub("", text.replace("-", "") if text.replace("-", "").lstrip("+").isdigit() else text)
    if is_mobile(joined):
        return joined
    landline = text.replace("(", "").replace(")", "-")
    return landline if _LANDLINE.fullmatch(landline) else invalid("phone-wrong", "")


def read_account(raw: Any) -> Any:
    """Read a card number; "" with a warning where its check digit or its length is wrong."""
    if raw.__class__ is str and luhn_ok(raw):
        return raw
    if isinstance(raw, float | int) and abs(raw) >= 1e15:
        return invalid("card-lost-digits", "")
    text = _CARD_SIGNS.sub("", compact(as_text(raw)))
    if not text or text in PLACEHOLDERS:
        return ""
    if _SCIENTIFIC.fullmatch(text):
        return invalid("card-lost-digits", "")
    if text in CELL_ERRORS or not (text.isascii() and text.isdigit() and 12 <= len(text) <= 20):
        return invalid("card-wrong", "", length=len(text))
    return text if luhn_ok(text) else invalid("card-checksum", "")


def read_bank(raw: Any) -> Any:
    """Read a cell that names a bank, or a bank and an account: «中国银行某支行 6228…».

    A clearing code (行号) beside the account is no account; two numbers that may be the account are none.
    """
    if is_ditto(raw):
        return invalid("card-wrong", Bank(), length=0)
    text = _CLEARING.sub("", compact_keeping_spaces(raw))
    runs = [run for run in _DIGITS.findall(text) if len(_CARD_SIGNS.sub("", run)) >= _CLEARING_DIGITS]
    found = [account for run in runs for account in _accounts_in(run)]
    if len(found) > 1:
        found = [one for one in found if len(one) != _CLEARING_DIGITS]
    if len(found) > 1:
        return invalid("card-several", Bank(), count=len(found))
    if not found:
        return _just_a_bank(raw if text == compact_keeping_spaces(raw) else text)
    account = read_account(found[0])
    rest = text
    for run in runs:
        rest = rest.replace(run, " ")
    name = _bank_text(_LABELS.sub("", rest).strip(" ,，;；、:：()（）/"))
    notes = [note for part in (name, account) if isinstance(part, InvalidCell) for note in part.notes]
    bank = Bank(*(part.value or "" if isinstance(part, InvalidCell) else part for part in (name, account)))
    return InvalidCell(bank, *notes) if notes else bank


def _accounts_in(run: str) -> list[str]:
    """Return the numbers in a run of digits and blanks: whole ones as they stand, groups of four joined."""
    parts = _CARD_SIGNS.split(run)
    whole = [part for part in parts if len(part) >= _CLEARING_DIGITS]
    joined = "".join(part for part in parts if len(part) < _CLEARING_DIGITS)
    return [*whole, joined] if len(joined) >= _CLEARING_DIGITS else whole


def compact_keeping_spaces(raw: Any) -> str:
    """Return a cell's text with line breaks as spaces: they part a bank from its account."""
    return re.sub(r"\s+", " ", as_text(raw))


def _just_a_bank(raw: Any) -> Any:
    if raw.__class__ in (float, int) and abs(raw) >= 1e11:
        return invalid("card-lost-digits", Bank()) if abs(raw) >= 1e15 else Bank("", as_text(raw))
    name = _bank_text(raw)
    return InvalidCell(Bank(name.value or ""), *name.notes) if isinstance(name, InvalidCell) else Bank(name)
