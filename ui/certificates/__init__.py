"""Certificates (证书): who is due, what stands in the way, the page itself, numbers, verification."""

from __future__ import annotations

from ui.context import Context
from ui.screens import Screen, ScreenSpec


def _certificates(context: Context) -> Screen:
    from ui.certificates.certificates_screen import CertificatesScreen

    return CertificatesScreen(context)


SCREENS = (
    ScreenSpec(
        key="certificates",
        title="ui_certificates.title",
        icon="certificates",
        section="papers",
        make=_certificates,
    ),
)
