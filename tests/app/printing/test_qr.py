"""The QR table: bit for bit what segno draws, and read back from the modules."""

from __future__ import annotations

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.printing.qr import IMAGE_BYTES, QR_CAPACITY, ROW_BYTES, SIDE, qr_image, qr_table


def _segno_image(message: bytes) -> bytes:
    code = segno.make(message, version=13, error="m", mask=2, mode="byte", boost_error=False)
    padding = "0" * (ROW_BYTES * 8 - SIDE)
    bits = "".join("".join(map(str, row)) + padding for row in code.matrix)
    return int(bits, 2).to_bytes(IMAGE_BYTES, "big")


@settings(max_examples=30)
@given(st.binary(min_size=QR_CAPACITY, max_size=QR_CAPACITY))
def test_bit_identical_with_segno(message: bytes) -> None:
    assert qr_image(message) == _segno_image(message)


@given(st.binary(min_size=QR_CAPACITY, max_size=QR_CAPACITY))
def test_reads_back_what_it_drew(message: bytes) -> None:
    assert qr_table().message(qr_image(message)) == message


@pytest.mark.parametrize("length", [0, QR_CAPACITY - 1, QR_CAPACITY + 1])
def test_another_length_is_refused(length: int) -> None:
    with pytest.raises(InputError):
        qr_image(bytes(length))


def test_a_damaged_image_is_refused() -> None:
    image = bytearray(qr_image(bytes(QR_CAPACITY)))
    image[300] ^= 1
    with pytest.raises(InputError):
        qr_table().message(bytes(image))
