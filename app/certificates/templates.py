"""The templates of certificates and plaques, the words they may use, and the fonts' own check."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache

from app.errors import AppError
from app.paths import RESOURCES
from app.printing import Composer, FontChain, FontPool, Template, Vocabulary, read_template
from app.settings import RegistrySettings
from app.words import error_text, tr

TEMPLATES = RESOURCES / "templates"
AWARD_CERTIFICATE = "award-certificate"
VOCABULARY = Vocabulary(
    fields=frozenset(
        [
            "number",
            "name",
            "salutation",
            "contest",
            "item",
            "achievement",
            "issuer",
            "date",
            "unit",
            "title",
            "body",
        ]
    ),
    flags=frozenset(("rehearsal", "plain")),  # `plain`: plain stock, so that the ground is printed too
)
_RARE = "䶮𬭎㛃𠅤𠮷玥喆犇镕琭瑢樭〇·〔〕"  # names as people carry them, plane 2 among them


@dataclass(frozen=True, slots=True)
class FontReport:
    """What the fonts' own check found; `problems` is empty where all is well."""

    faces: tuple[str, ...]
    problems: tuple[str, ...] = ()


@cache
def built_in(name: str) -> Template:
    """Return a template of the program, e.g. `award-certificate`."""
    return read_template(TEMPLATES / f"{name}.yaml", VOCABULARY)


def composer_for(
    pool: FontPool, settings: RegistrySettings, *, template: str = AWARD_CERTIFICATE
) -> Composer:
    """Return a template made ready for this registry: its issuer, and 演练 where it is a rehearsal."""
    flags = frozenset(("plain", "rehearsal") if settings.is_rehearsal else ("plain",))
    return Composer(built_in(template), pool, constants={"issuer": settings.issuer}, flags=flags)


def font_report() -> FontReport:
    """Check the fonts: every file that a template names is there and whole, rare characters are covered."""
    faces: set[str] = set()
    problems: list[str] = []
    for file in sorted(TEMPLATES.glob("*.yaml")):
        try:
            template = read_template(file, VOCABULARY)
            pool = FontPool()
            for name, fonts in template.faces.items():
                faces.update(fonts)
                missing = FontChain(pool, fonts).missing(_RARE + string.digits)
                if missing:
                    text = "".join(missing)
                    problems.append(tr("certificates.uncovered", face=name, characters=text))
        except AppError as error:
            problems.append(error_text(error))
    return FontReport(tuple(sorted(faces)), tuple(dict.fromkeys(problems)))
