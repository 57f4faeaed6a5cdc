"""The targets room (目标): certificates of skill grade, from lists and by hand."""

from app.targets.skill_certificates import (
    HeldGrade,
    SkillCertificateRow,
    SkillFacts,
    grade_words,
    grades_held,
    record_skill_certificate,
    skill_certificate_rows,
    withdraw_skill_certificate,
)
from app.targets.skill_list import import_skill_certificates

__all__ = [
    "HeldGrade",
    "SkillCertificateRow",
    "SkillFacts",
    "grade_words",
    "grades_held",
    "import_skill_certificates",
    "record_skill_certificate",
    "skill_certificate_rows",
    "withdraw_skill_certificate",
]
