"""QR codes of one fixed form: version 13, correction M, mask 2, byte mode, 331 bytes; drawn and read back.

With these fixed, the module matrix is an affine function over GF(2) of the message: the matrix of
an all-zero message, and one row to be XORed for each message bit. segno gives the former (and with it
all fixed patterns), this module derives the latter. A test holds the result bit-identical with segno's.
Source: ISO/IEC 18004:2015, 7.4-7.7, tables 1, 9 and E.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from app.errors import InputError
from app.printing.pdf_reading import opened_pdf

VERSION = 13
CORRECTION = "m"
MASK = 2
SIDE = 17 + 4 * VERSION
QR_CAPACITY = 331  # bytes in byte mode
ROW_BYTES = (SIDE + 7) // 8
IMAGE_BYTES = SIDE * ROW_BYTES

_BLOCKS = (37,) * 8 + (38,)  # data codewords of each block
_CHECKS = 22  # correction codewords of each block
_ALIGNMENT = (6, 34, 62)
_HEADER_BITS = 20  # mode and length come before the message
_IMAGE_BITS = IMAGE_BYTES * 8
_FIELD = 0x11D
_PDFIUM_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE


class QrTable:
    """What `qr_image` needs, built once: about 30 ms."""

    def __init__(self) -> None:
        self._places = _codeword_places()
        self._zero = _packed(_segno_matrix(bytes(QR_CAPACITY)))
        self._rows = self._message_rows()
        self._bytes: list[dict[int, int]] = [{} for _ in range(QR_CAPACITY)]
        self._near: dict[int, tuple[int, int]] = {}

    def image(self, message: bytes) -> bytes:
        """Return the matrix as a 1-bit image, 1 for dark, rows padded to whole bytes.

        Statements of one run differ in few bytes: what differs from the last one alike (its last line
        begins at the same place) is all that is turned over.
        """
        alike, value = message.rfind(b"\n"), int.from_bytes(message, "big")
        last, bits = self._near.get(alike, (0, self._zero))
        for known, difference in zip(self._bytes, (value ^ last).to_bytes(QR_CAPACITY, "big"), strict=True):
            if difference:
                row = known.get(difference)
                bits ^= row if row is not None else self._byte(known, difference)
        self._near[alike] = (value, bits)
        return bits.to_bytes(IMAGE_BYTES, "big")

    def message(self, image: bytes) -> bytes:
        """Return the message of an undamaged image as `image` draws it. Raises InputError for others."""
        bits = int.from_bytes(image, "big") ^ self._zero
        flat = chain.from_iterable(self._places[index] for index in range(sum(_BLOCKS)))
        read = [bits >> (_IMAGE_BITS - 1 - place) & 1 for place in flat]
        digits = "".join(map(str, read[_HEADER_BITS : _HEADER_BITS + QR_CAPACITY * 8]))
        message = int(digits, 2).to_bytes(QR_CAPACITY, "big")
        if len(image) != IMAGE_BYTES or self.image(message) != image:
            raise InputError("qr-unreadable")
        return message

    def _byte(self, known: dict[int, int], value: int) -> int:
        """Return what one byte's value turns over, and remember it."""
        first = 8 * next(place for place, rows in enumerate(self._bytes) if rows is known)
        row = 0
        for bit in range(8):
            if value >> (7 - bit) & 1:
                row ^= self._rows[first + bit]
        known[value] = row
        return row

    def _message_rows(self) -> list[int]:
        """Return for each message bit the modules that it turns over."""
        turns = [[1 << (_IMAGE_BITS - 1 - place) for place in places] for places in self._places]
        checks = _check_bytes()
        first_check, rows = sum(_BLOCKS), []
        for block, length in enumerate(_BLOCKS):
            for index in range(length):
                for bit in range(8):
                    row = turns[_block_start(block) + index][bit]
                    for order, value in enumerate(checks[length - 1 - index][bit]):
                        for at in range(8):
                            if value >> (7 - at) & 1:
                                row ^= turns[first_check + block * _CHECKS + order][at]
                    rows.append(row)
        return rows[_HEADER_BITS : _HEADER_BITS + QR_CAPACITY * 8]


@cache
def qr_table() -> QrTable:
    """Return the table, built when first asked for."""
    return QrTable()


def qr_image(message: bytes) -> bytes:
    """Return the code of exactly `QR_CAPACITY` bytes as a 1-bit image of `SIDE` rows."""
    if len(message) != QR_CAPACITY:
        raise InputError("qr-length", length=len(message), capacity=QR_CAPACITY)
    return qr_table().image(message)


def _block_start(block: int) -> int:
    return sum(_BLOCKS[:block])


def _segno_matrix(message: bytes) -> list[bytearray]:
    import segno

    code = segno.make(
        message, version=VERSION, error=CORRECTION, mask=MASK, mode="byte", boost_error=False, micro=False
    )
    return list(code.matrix)


def _packed(matrix: list[bytearray]) -> int:
    padding = "0" * (ROW_BYTES * 8 - SIDE)
    return int("".join("".join(map(str, row)) + padding for row in matrix), 2)


def _multiplied(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left = left << 1 ^ (_FIELD if left & 0x80 else 0)
        right >>= 1
    return product


def _generator() -> list[int]:
    """Return the generator polynomial without its leading 1, highest power first."""
    polynomial, root = [1], 1
    for _ in range(_CHECKS):
        shifted = [*polynomial, 0]
        for index, factor in enumerate(polynomial):
            shifted[index + 1] ^= _multiplied(factor, root)
        polynomial, root = shifted, _multiplied(root, 2)
    return polynomial[1:]


def _check_bytes() -> list[list[list[int]]]:
    """Return the check bytes of a single bit: by its byte's distance from the block's end, then by bit."""
    generator = _generator()
    remainder, table = generator, []
    for _ in range(max(_BLOCKS)):
        table.append([[_multiplied(value, 0x80 >> bit) for value in remainder] for bit in range(8)])
        top = remainder[0]
        remainder = [
            value ^ _multiplied(top, factor)
            for value, factor in zip([*remainder[1:], 0], generator, strict=True)
        ]
    return table


def _is_fixed(row: int, column: int) -> bool:
    """Return whether a module belongs to a finder, timing, alignment, format or version pattern."""
    last = SIDE - 1
    if row == 6 or column == 6:
        return True
    if (row <= 8 and (column <= 8 or column >= last - 7)) or (row >= last - 7 and column <= 8):
        return True
    if (row <= 5 and column >= last - 10) or (column <= 5 and row >= last - 10):
        return True
    corners = {(6, 6), (6, last - 6), (last - 6, 6)}
    return any(
        abs(row - y) <= 2 and abs(column - x) <= 2 and (y, x) not in corners
        for y in _ALIGNMENT
        for x in _ALIGNMENT
    )


def _module_order() -> list[int]:
    """Return the free modules' places in the image in the order in which codewords fill them."""
    order, is_upward = [], True
    columns = [*range(SIDE - 1, 6, -2), *range(5, 0, -2)]
    for right in columns:
        for row in range(SIDE - 1, -1, -1) if is_upward else range(SIDE):
            for column in (right, right - 1):
                if not _is_fixed(row, column):
                    order.append(row * ROW_BYTES * 8 + column)
        is_upward = not is_upward
    return order


def _codeword_places() -> list[list[int]]:
    """Return each codeword's eight places: data block by block, then check bytes block by block."""
    data = [
        _block_start(block) + index
        for index in range(max(_BLOCKS))
        for block, length in enumerate(_BLOCKS)
        if index < length
    ]
    checks = [
        sum(_BLOCKS) + block * _CHECKS + index for index in range(_CHECKS) for block in range(len(_BLOCKS))
    ]
    order = _module_order()
    places: list[list[int]] = [[] for _ in range(len(data) + len(checks))]
    for position, codeword in enumerate([*data, *checks]):
        places[codeword] = order[position * 8 : position * 8 + 8]
    return places


def qr_texts(pdf: bytes) -> Iterator[str]:
    """Yield the text of each QR that is drawn as this program draws it. Raises DocumentError."""
    with opened_pdf(pdf) as document:
        for page in document:
            for image in page.get_objects(filter=[_PDFIUM_IMAGE], max_depth=2):
                data = bytes(image.get_data(decode_simple=True))
                if len(data) == IMAGE_BYTES:
                    text = _decoded(data)
                    if text:
                        yield text
            page.close()


def _decoded(image: bytes) -> str:
    try:
        return qr_table().message(image).decode("utf-8")
    except (InputError, UnicodeDecodeError):
        return ""
