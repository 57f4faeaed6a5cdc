"""Certificates (证书): due, pre-flight, issue, verification."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="certificates",
        title="ui_certificates.title",
        icon="certificates",
        section="papers",
        screen="ui.certificates.certificates_screen:CertificatesScreen",
    ),
)
