"""Amounts in capitals (人民币大写), by the rules of 《支付结算办法》 annex 1 on filling in bills."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MOST_YUAN = 10**16 - 1


def capitals(fen: int) -> str:
    """Return `fen` in capitals: 2666667 → 人民币贰万陆仟陆佰陆拾陆元陆角柒分.

    整 stands after 元 only (after 角 it may stand or not); several zeros in a row are one 零; where 角 is
    nothing and 分 is not, 零 stands after 元. Raises ValueError beyond 9,999,999,999,999,999 yuan.
    """
    if fen < 0:
        return "负" + capitals(-fen)
    yuan, small = divmod(fen, 100)
    if yuan > _MOST_YUAN:
        raise ValueError(f"no capitals for {fen} fen")
    if not fen:
        return "人民币零元整"
    return "人民币" + (_integer(yuan) + "元" if yuan else "") + _small(small, after_yuan=bool(yuan))


def _integer(yuan: int) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(yuan, size)
        if high:
            return _integer(high) + name + _rest(low, size=size)
    return _group(yuan)


def _rest(low: int, *, size: int) -> str:
    if not low:
        return ""
    return ("零" if low < size // 10 else "") + _integer(low)


def _group(group: int) -> str:
    text, owes_zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            owes_zero = bool(text)
            continue
        text += ("零" if owes_zero else "") + _DIGITS[digit] + _PLACES[place]
        owes_zero = False
    return text


def _small(small: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(small, 10)
    if not small:
        return "整"
    text = _DIGITS[jiao] + "角" if jiao else "零" if after_yuan else ""
    return text + (_DIGITS[fen] + "分" if fen else "")
