"""What is stored: one file per noun, their constraints and migrations. No use-cases, no words for users."""

from models.audit_entry import AuditEntry
from models.award import Award, Explanation
from models.base import Base
from models.certificate import Certificate, CertificateSeries, PrintFile
from models.contest import Contest
from models.designation import Designation, DesignationBasis
from models.entry import Entry
from models.event import Event
from models.import_batch import ImportBatch
from models.person import Person, PersonName
from models.result import Result
from models.ruling import Ruling
from models.setting import Setting
from models.signing_key import SigningKey
from models.standard import Standard
from models.unit import Unit, UnitName

__all__ = [
    "AuditEntry",
    "Award",
    "Base",
    "Certificate",
    "CertificateSeries",
    "Contest",
    "Designation",
    "DesignationBasis",
    "Entry",
    "Event",
    "Explanation",
    "ImportBatch",
    "Person",
    "PersonName",
    "PrintFile",
    "Result",
    "Ruling",
    "Setting",
    "SigningKey",
    "Standard",
    "Unit",
    "UnitName",
]
