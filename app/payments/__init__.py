"""Payments (发放): what may be paid, the payment workbook, amounts in capitals."""

from app.payments.capitals import capitals
from app.payments.exporting import PaymentReport, export_payments
from app.payments.lines import PaymentLine, blocked_awards, payment_lines

__all__ = ["PaymentLine", "PaymentReport", "blocked_awards", "capitals", "export_payments", "payment_lines"]
