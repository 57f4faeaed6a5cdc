"""What is stored: one file per noun, their constraints and migrations. No use-cases, no words for users."""

from models.account import Account
from models.adjustment import Adjustment
from models.approval import Approval
from models.audit_anchor import AuditAnchor
from models.audit_entry import AuditEntry
from models.audit_key import AuditKey
from models.award import Award, Explanation
from models.base import Base, check_what_is_stored
from models.batch import Batch, BatchAward, BatchPaper
from models.budget import BudgetEntry
from models.certificate import Certificate, CertificateSeries, PrintFile
from models.contest import Contest
from models.designation import Designation, DesignationBasis
from models.document import Document, DocumentScan
from models.entry import Entry
from models.event import Event
from models.honour import Honour
from models.import_batch import ImportBatch, ImportFile
from models.import_change import ImportChange
from models.introduction import Assessment, Introduction
from models.merge import Merge
from models.payment import BankReturn, BankReturnLine, PaymentLine, PaymentRun, Repayment
from models.person import Person, PersonDocument, PersonName
from models.person_search import PersonSearchQueue, PersonSearchTerm
from models.policy_pack import PolicyPack
from models.publicity import CalendarDay, Objection, Publicity
from models.recognition import Recognition
from models.register_act import RegisterAct
from models.result import Result
from models.ruling import Ruling
from models.same_contest import ContestName, DistinctContests
from models.setting import Setting
from models.signing_key import SigningKey
from models.skill_certificate import SkillCertificate
from models.standard import Standard
from models.state_change import StateChange
from models.subsidy import IntroductionSubsidy
from models.succession import Succession
from models.unit import JointUnitPart, Unit, UnitName

__all__ = [
    "Account",
    "Adjustment",
    "Approval",
    "Assessment",
    "AuditAnchor",
    "AuditEntry",
    "AuditKey",
    "Award",
    "BankReturn",
    "BankReturnLine",
    "Base",
    "Batch",
    "BatchAward",
    "BatchPaper",
    "BudgetEntry",
    "CalendarDay",
    "Certificate",
    "CertificateSeries",
    "Contest",
    "ContestName",
    "Designation",
    "DesignationBasis",
    "DistinctContests",
    "Document",
    "DocumentScan",
    "Entry",
    "Event",
    "Explanation",
    "Honour",
    "ImportBatch",
    "ImportChange",
    "ImportFile",
    "Introduction",
    "IntroductionSubsidy",
    "JointUnitPart",
    "Merge",
    "Objection",
    "PaymentLine",
    "PaymentRun",
    "Person",
    "PersonDocument",
    "PersonName",
    "PersonSearchQueue",
    "PersonSearchTerm",
    "PolicyPack",
    "PrintFile",
    "Publicity",
    "Recognition",
    "RegisterAct",
    "Repayment",
    "Result",
    "Ruling",
    "Setting",
    "SigningKey",
    "SkillCertificate",
    "Standard",
    "StateChange",
    "Succession",
    "Unit",
    "UnitName",
]

check_what_is_stored(Base.metadata)
