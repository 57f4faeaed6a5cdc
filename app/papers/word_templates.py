"""Word papers from templates that the office may edit (docxtpl): its own in its folder, else the program's.

A field that the program does not fill, and one that the paper cannot do without and the template lacks, are
refused by name. A template reads only the values it is given, nothing of the program.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.documents import cell_text
from app.errors import DocumentError, InputError
from app.paths import RESOURCES, user_data_path

_BUILT_IN = RESOURCES / "templates"
_NO_ATTRIBUTE = re.compile(r"has no attribute '([^']+)'|'([^']+)' is undefined")
_LARGEST = 20 * 1024 * 1024  # bytes of a template


def template_file(name: str) -> Path:
    """Return the template `name`: the office's own in `templates` of its data folder, else the program's."""
    own = user_data_path() / "templates" / f"{name}.docx"
    return own if own.is_file() else _BUILT_IN / f"{name}.docx"


def fill_word_template(
    name: str,
    out: Path,
    fields: Mapping[str, Any],
    *,
    required: frozenset[str],
    instead: Mapping[str, frozenset[str]] = MappingProxyType({}),
    title: str,
    author: str,
    made_at: datetime,
) -> None:
    """Write the template `name`, filled with `fields`, to `out`.

    Values are texts, lists of texts, and lists of mappings of texts for rows. A template without a field of
    `instead` must have the fields named there. The file's properties name the office alone.
    Raises InputError for a file that is no template, and for an unknown or a missing field.
    """
    file = template_file(name)
    template, environment = _opened(file)
    used = _fields_of(template, environment, file)
    if unknown := sorted(used - fields.keys()):
        known = "、".join(sorted(fields))
        raise InputError("word-template-field-unknown", path=file, fields="、".join(unknown), known=known)
    needed = required.union(*(others for field, others in instead.items() if field not in used))
    if missing := sorted(needed - used):
        raise InputError("word-template-field-missing", path=file, fields="、".join(missing))
    _render(template, environment, _clean(fields), file)
    facts = template.docx.core_properties
    facts.title, facts.author, facts.last_modified_by = title, author, author
    facts.created = facts.modified = made_at.replace(tzinfo=None, microsecond=0)
    facts.revision, facts.comments, facts.keywords, facts.subject = 1, "", "", ""
    template.save(out)


def _opened(file: Path) -> tuple[Any, Any]:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    try:
        if file.stat().st_size > _LARGEST:
            raise InputError("word-template-unreadable", path=file)
        template = DocxTemplate(file)
        template.init_docx()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("word-template-unreadable", path=file) from error
    return template, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _fields_of(template: Any, environment: Any, file: Path) -> set[str]:
    from jinja2 import TemplateSyntaxError

    try:
        return set(template.get_undeclared_template_variables(jinja_env=environment))
    except TemplateSyntaxError as error:
        raise InputError("word-template-faulty", path=file, problem=error.message) from error


def _render(template: Any, environment: Any, fields: Mapping[str, Any], file: Path) -> None:
    from jinja2 import TemplateError, UndefinedError

    try:
        template.render(dict(fields), environment, autoescape=True)
    except UndefinedError as error:
        found = _NO_ATTRIBUTE.search(str(error))
        field = next((part for part in found.groups() if part), "") if found else str(error)
        known = "、".join(sorted(_fields_of_rows(fields)))
        raise InputError("word-template-field-unknown", path=file, fields=field, known=known) from error
    except TemplateError as error:
        raise DocumentError("word-template-faulty", path=file, problem=error.message or "") from error


def _fields_of_rows(fields: Mapping[str, Any]) -> set[str]:
    rows = [row for value in fields.values() if isinstance(value, list) for row in value[:1]]
    return {key for row in rows if isinstance(row, Mapping) for key in row}


def _clean(value: Any) -> Any:
    """Return values as XML can hold them."""
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
