"""The fonts' own check: every file that a template names is there and whole, rare characters are covered."""

from __future__ import annotations

import string

from app.certificates.font_chain import FontChain, FontPool
from app.certificates.outcomes import FontReport
from app.certificates.template import TEMPLATES, read_template
from app.errors import AppError
from app.words import error_text, tr

RARE = "䶮𬭎㛃𠅤𠮷玥喆犇镕琭瑢樭〇·〔〕"  # names as people carry them, plane 2 among them


def check_fonts() -> FontReport:
    """Return the faces checked and what is wrong with them."""
    faces: set[str] = set()
    problems: list[str] = []
    for file in sorted(TEMPLATES.glob("*.yaml")):
        try:
            template = read_template(file)
            pool = FontPool()
            for name, fonts in template.faces.items():
                faces.update(fonts)
                missing = FontChain(pool, fonts).missing(RARE + string.digits)
                if missing:
                    text = "".join(missing)
                    problems.append(tr("certificates.uncovered", face=name, characters=text))
        except AppError as error:
            problems.append(error_text(error))
    return FontReport(tuple(sorted(faces)), tuple(dict.fromkeys(problems)))
