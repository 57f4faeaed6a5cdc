"""The registry (台账): contests, events, results, people, units; questions for screens, audited edits."""

from app.registry.confirming import ConfirmReport, confirm_results
from app.registry.contests import (
    ContestPage,
    ContestRow,
    EventRow,
    Neighbour,
    contest_named,
    contest_page,
    contest_rows,
    contest_years,
    event_rows,
)
from app.registry.correcting import ResultFacts, ResultVersion, correct_result, result_versions
from app.registry.counts import waiting_confirmations
from app.registry.editing import (
    ContestFactsEdit,
    EventFactsEdit,
    link_contests,
    proposed_series,
    set_contest_facts,
    set_contest_series,
    set_event_facts,
    set_occupation,
)
from app.registry.entering import Entered, enter_person, enter_unit
from app.registry.people import PersonCertificate, PersonPage, person_name_on, person_page
from app.registry.register_acts import Act, acts_of, move_line, record_act, record_new
from app.registry.results import ResultFilter, ResultRow, draft_ids, result_listing, result_rows
from app.registry.searching import SearchHit, search
from app.registry.units import (
    FormerName,
    UnitPage,
    UnitTitle,
    rename_unit,
    set_unit_facts,
    unit_name_on,
    unit_page,
)

__all__ = [
    "Act",
    "ConfirmReport",
    "ContestFactsEdit",
    "ContestPage",
    "ContestRow",
    "Entered",
    "EventFactsEdit",
    "EventRow",
    "FormerName",
    "Neighbour",
    "PersonCertificate",
    "PersonPage",
    "ResultFacts",
    "ResultFilter",
    "ResultRow",
    "ResultVersion",
    "SearchHit",
    "UnitPage",
    "UnitTitle",
    "acts_of",
    "confirm_results",
    "contest_named",
    "contest_page",
    "contest_rows",
    "contest_years",
    "correct_result",
    "draft_ids",
    "enter_person",
    "enter_unit",
    "event_rows",
    "link_contests",
    "move_line",
    "person_name_on",
    "person_page",
    "proposed_series",
    "record_act",
    "record_new",
    "rename_unit",
    "result_listing",
    "result_rows",
    "result_versions",
    "search",
    "set_contest_facts",
    "set_contest_series",
    "set_event_facts",
    "set_occupation",
    "set_unit_facts",
    "unit_name_on",
    "unit_page",
    "waiting_confirmations",
]
