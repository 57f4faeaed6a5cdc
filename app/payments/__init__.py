"""Payments (发放): what may be paid, the payment workbook, the year's budget."""

from app.payments.budget import (
    BudgetLine,
    BudgetYear,
    budget_year,
    budget_years,
    export_budget,
    record_budget,
)
from app.payments.lines import PaymentLine, PaymentList, payment_list
from app.payments.payment_workbook import PaymentReport, export_payments

__all__ = [
    "BudgetLine",
    "BudgetYear",
    "PaymentLine",
    "PaymentList",
    "PaymentReport",
    "budget_year",
    "budget_years",
    "export_budget",
    "export_payments",
    "payment_list",
    "record_budget",
]
