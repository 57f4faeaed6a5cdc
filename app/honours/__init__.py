"""The honours room (荣誉): registers of bases, of craftsmen, and of honours given by others."""

from app.honours.bases import BaseDetail, BaseFact, BaseRow, Passing, base_detail, base_rows, waiting_bases
from app.honours.craftsmen import CraftsmanDetail, CraftsmanRow, craftsman_detail, craftsman_rows
from app.honours.designating import DesignationLine, designate_unit, revoke_designation
from app.honours.exporting import export_register
from app.honours.honour_list import import_honours
from app.honours.honour_register import (
    HonourFacts,
    HonourLine,
    HonourRow,
    correct_honour,
    honour_acts,
    honour_rows,
    record_honour,
    reinstate_honour,
    revoke_honour,
)
from app.honours.papers import write_naming_papers
from app.honours.recognising import (
    RecognitionLine,
    propose_recognition,
    recognise_person,
    reinstate_recognition,
    revoke_recognition,
    withdraw_recognition,
)
from app.honours.recomputing import ReviewReport, basis_statuses, predecessors, recompute_states
from app.honours.succession import pass_on_designation

__all__ = [
    "BaseDetail",
    "BaseFact",
    "BaseRow",
    "CraftsmanDetail",
    "CraftsmanRow",
    "DesignationLine",
    "HonourFacts",
    "HonourLine",
    "HonourRow",
    "Passing",
    "RecognitionLine",
    "ReviewReport",
    "base_detail",
    "base_rows",
    "basis_statuses",
    "correct_honour",
    "craftsman_detail",
    "craftsman_rows",
    "designate_unit",
    "export_register",
    "honour_acts",
    "honour_rows",
    "import_honours",
    "pass_on_designation",
    "predecessors",
    "propose_recognition",
    "recognise_person",
    "recompute_states",
    "record_honour",
    "reinstate_honour",
    "reinstate_recognition",
    "revoke_designation",
    "revoke_honour",
    "revoke_recognition",
    "waiting_bases",
    "withdraw_recognition",
    "write_naming_papers",
]
