"""Composes pages from a template: fills its text, sets it, gives drawing operators.

What is the same on every page of a run is drawn once (`static`), the rest per page (`compose`).
Pages are set twice, for the pre-flight and to print; set texts are memoized between the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.printing.drawing import POINT, draw_fill, draw_frame, draw_qr, draw_shape, number
from app.printing.font_chain import FontChain, FontPool, composed
from app.printing.template import (
    Element,
    Fill,
    Frame,
    Line,
    Paragraph,
    Picture,
    Qr,
    Shape,
    Template,
    filled,
    placeholders,
)
from app.printing.text_setting import Overflow, set_line, set_paragraph

_MEMO_SIZE = 60_000  # set texts: some 1 kB each


class Composer:
    """A template made ready for one run. `constants` are the fields that are the same on every page."""

    def __init__(
        self,
        template: Template,
        pool: FontPool,
        *,
        constants: Mapping[str, str],
        flags: frozenset[str] = frozenset(),
    ) -> None:
        self.template = template
        self.constants = dict(constants)
        self._chains = {name: FontChain(pool, files) for name, files in template.faces.items()}
        self._set_texts: dict[tuple[int, tuple[str, ...]], str] = {}
        shown = [element for element in template.elements if not element.when or element.when in flags]
        self._static = [element for element in shown if self._is_static(element)]
        self._texts = [
            element
            for element in shown
            if isinstance(element, Line | Paragraph) and element not in self._static
        ]
        self._codes = [element for element in shown if isinstance(element, Qr)]
        self.pictures = [element for element in self._static if isinstance(element, Picture)]

    def _is_static(self, element: Element) -> bool:
        if isinstance(element, Line | Paragraph):
            return all(placeholders(span.text) <= self.constants.keys() for span in element.spans)
        return not isinstance(element, Qr)

    def static(self) -> bytes:
        """Return the operators of all that is the same on every page; picture *n* is named /P*n*."""
        return "".join(self._static_part(element) for element in self._static).encode("ascii")

    def _static_part(self, element: Element) -> str:
        page = self.template
        match element:
            case Fill():
                return draw_fill(element, page.height)
            case Frame():
                return draw_frame(element, page.height)
            case Shape():
                return draw_shape(element, page.width, page.height)
            case Picture():
                return self._picture(element)
            case Line() | Paragraph():
                return self._set(element, self._filled(element, self.constants))
            case _:
                raise TypeError(element)

    def _picture(self, picture: Picture) -> str:
        bottom = self.template.height - picture.y - picture.height
        sides = (picture.width, 0, 0, picture.height, picture.x, bottom)
        matrix = " ".join(number(side * POINT) for side in sides)
        return f"q {matrix} cm /P{self.pictures.index(picture)} Do Q\n"

    def compose(self, fields: Mapping[str, str]) -> bytes:
        """Return the text operators of one page. Raises Overflow, KeyError for a missing character."""
        return "".join(
            self._memoized(index, element, self._filled(element, fields))
            for index, element in enumerate(self._texts)
        ).encode("ascii")

    def codes(self, image: bytes) -> bytes:
        """Return the operators of one page's QR."""
        return b"".join(draw_qr(code, image, self.template.height) for code in self._codes)

    @property
    def has_code(self) -> bool:
        """Return whether the template carries a QR."""
        return bool(self._codes)

    def problems(self, fields: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return why a page cannot be composed: ("missing-glyph", character) or ("overflow", text)."""
        found: list[tuple[str, str]] = []
        for index, element in enumerate(self._texts):
            found += self._problems_of(index, element, self._filled(element, fields))
        return list(dict.fromkeys(found)) if found else found

    def static_problems(self) -> list[tuple[str, str]]:
        """Return why what is the same on every page cannot be composed, as `problems` does."""
        texts = [element for element in self._static if isinstance(element, Line | Paragraph)]
        problems = [
            self._problems_of(~index, element, self._filled(element, self.constants))
            for index, element in enumerate(texts)
        ]
        return list(dict.fromkeys(problem for each in problems for problem in each))

    def _problems_of(
        self, index: int, element: Line | Paragraph, texts: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        if (index, texts) in self._set_texts:
            return []
        missing = self._missing(element, texts)
        if missing:
            return [("missing-glyph", character) for character in missing]
        try:
            self._memoized(index, element, texts)
        except Overflow as fault:
            return [("overflow", str(fault.args[0]))]
        return []

    def _missing(self, element: Line | Paragraph, texts: tuple[str, ...]) -> list[str]:
        return [
            character
            for span, text in zip(element.spans, texts, strict=True)
            for character in self._chains[span.face].missing(text)
        ]

    def _filled(self, element: Line | Paragraph, fields: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(
            composed(filled(span.text, fields)) if "{" in span.text else span.text for span in element.spans
        )

    def _memoized(self, index: int, element: Line | Paragraph, texts: tuple[str, ...]) -> str:
        known = self._set_texts.get((index, texts))
        if known is None:
            if len(self._set_texts) >= _MEMO_SIZE:
                self._set_texts.clear()
            known = self._set_texts[index, texts] = self._set(element, texts)
        return known

    def _set(self, element: Line | Paragraph, texts: tuple[str, ...]) -> str:
        page_height = self.template.height
        if isinstance(element, Line):
            return set_line(element, texts, self._chains, page_height=page_height)
        return set_paragraph(element, texts, self._chains, page_height=page_height)
