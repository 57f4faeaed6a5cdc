"""The certificates room (证书): who is due, pre-flight, numbers, pages, signatures, verification.

Importing the room loads nothing: each name is fetched from its module when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.certificates.due import due_certificates
    from app.certificates.honour_papers import honour_papers_pdf
    from app.certificates.issuing import PreparedRun, issue_certificates, prepare_certificates
    from app.certificates.journal import issued_certificates, run_pdf, waiting_certificates
    from app.certificates.outcomes import (
        DueCertificate,
        HonourPaper,
        IssuedCertificate,
        IssueReport,
        Obstacle,
        Preflight,
        Verification,
    )
    from app.certificates.preflight import preflight_report
    from app.certificates.print_run import preview_pdf
    from app.certificates.reprinting import certificate_pdf, reprint_certificates
    from app.certificates.revoking import revoke_certificates
    from app.certificates.templates import FontReport, font_report
    from app.certificates.verifying import verify

_MODULES = {
    "due": ("due_certificates",),
    "honour_papers": ("honour_papers_pdf",),
    "issuing": ("PreparedRun", "issue_certificates", "prepare_certificates"),
    "journal": ("issued_certificates", "run_pdf", "waiting_certificates"),
    "outcomes": (
        *("DueCertificate", "HonourPaper", "IssueReport", "IssuedCertificate"),
        *("Obstacle", "Preflight", "Verification"),
    ),
    "preflight": ("preflight_report",),
    "print_run": ("preview_pdf",),
    "reprinting": ("certificate_pdf", "reprint_certificates"),
    "revoking": ("revoke_certificates",),
    "templates": ("FontReport", "font_report"),
    "verifying": ("verify",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "DueCertificate",
    "FontReport",
    "HonourPaper",
    "IssueReport",
    "IssuedCertificate",
    "Obstacle",
    "Preflight",
    "PreparedRun",
    "Verification",
    "certificate_pdf",
    "due_certificates",
    "font_report",
    "honour_papers_pdf",
    "issue_certificates",
    "issued_certificates",
    "preflight_report",
    "prepare_certificates",
    "preview_pdf",
    "reprint_certificates",
    "revoke_certificates",
    "run_pdf",
    "verify",
    "waiting_certificates",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
