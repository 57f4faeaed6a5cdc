"""Files that an office hands in, read late: their schemas need a library the rest does without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.policy.cases.report import SelfCaseReport
from app.policy.facts import RulingFacts, StandardFacts
from app.policy.library.shelved import Hit, ShelfDocument
from app.policy.model import Policy, Rule


def parse_rulings_file(
    text: str, *, source: str, further: Callable[[RulingFacts], Iterable[tuple[str, str]]] | None = None
) -> list[RulingFacts]:
    """Return the rulings of a file's `text`. Raise PolicyFileError with every fault and its line.

    `further` finds what only a registry can know to be wrong with a ruling, as (key, problem).
    """
    from app.policy.rulings.ruling_file import parse_rulings_file as parse

    return parse(text, source=source, further=further)


def parse_standards_file(text: str, *, source: str) -> list[StandardFacts]:
    """Return the standards of a file's `text`. Raise PolicyFileError with every fault and its line."""
    from app.policy.standards.standard_file import parse_standards_file as parse

    return parse(text, source=source)


def ruling_problems(ruling: RulingFacts, *, policy: Policy) -> list[tuple[str, str]]:
    """Return what is wrong with a ruling before it is recorded, as (field, problem)."""
    from app.policy.rulings.ruling_file import ruling_problems as problems

    return problems(ruling, policy=policy)


def standard_problems(standard: StandardFacts, *, policy: Policy) -> list[tuple[str, str]]:
    """Return what is wrong with a standard before it is recorded, as (field, problem)."""
    from app.policy.standards.standard_file import standard_problems as problems

    return problems(standard, policy=policy)


def run_self_cases(key: str | None = None) -> SelfCaseReport:
    """Run the self-cases of the installed policy `key`, of every installed policy without one."""
    from app.policy.cases.running import run_self_cases as run

    return run(key)


def policy_documents() -> tuple[ShelfDocument, ...]:
    """Return the documents of the policy library with their clauses."""
    from app.policy.library.shelf import shelf

    return shelf()


def policy_document(key: str) -> ShelfDocument:
    """Return the document `key` (number or title). Raise NotFoundError where there is none."""
    from app.policy.library.shelf import shelf_document

    return shelf_document(key)


def search_documents(query: str) -> list[Hit]:
    """Return the clauses in which every word of `query` stands."""
    from app.policy.library.shelf import search_documents as search

    return search(query)


def rules_resting_on(document: str, clause: str) -> list[tuple[str, Rule]]:
    """Return the rules of all installed policies that cite this clause, each with its policy's key."""
    from app.policy.library.shelf import rules_resting_on as resting

    return resting(document, clause)


def is_check_due(last_checked: date | None, *, today: date) -> bool:
    """Return whether the office should check again that a document is still in force."""
    from app.policy.library.shelf import is_check_due as is_due

    return is_due(last_checked, today=today)
