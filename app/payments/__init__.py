"""Payments (发放): frozen runs, the bank's answers, what comes back, reconciliation, the year's budget.

run = make_run(work, batch, fund=…, budget_year=2024).run_id   # from a batch at its payment step
export_run(store, run, out, actor=…)                       # the finance workbook; awards go in payment
report = take_return(work, run, file)                      # all rows or none
reissue_lines(work, run, lines)                            # failed lines, to a corrected card
reconcile(session)                                         # decision, lists and bank
"""

from app.payments.bank_file import BankFileReport, export_bank_file
from app.payments.bank_profiles import BankProfile, bank_profiles
from app.payments.budget import (
    BudgetLine,
    BudgetYear,
    arranged_fen,
    budget_year,
    budget_years,
    export_budget,
    record_budget,
)
from app.payments.cards import CardRecord, set_card
from app.payments.lines import PaymentLine, PaymentList, payment_list
from app.payments.not_listed import NotListed
from app.payments.payment_workbook import PaymentReport, export_payments
from app.payments.planning import Exceptions, OtherPayee, RunPlan, plan_run
from app.payments.reconciling import Difference, Reconciliation, reconcile
from app.payments.reissuing import give_up_lines, reissue_lines
from app.payments.repaying import (
    RecoveryRow,
    RepaymentReport,
    record_repayment,
    recover_award,
    recoveries,
)
from app.payments.return_reading import ReturnFinding
from app.payments.returns import KeptReturn, ReturnReport, kept_returns, read_return, take_return
from app.payments.run_pages import (
    LineRow,
    RunPage,
    RunRow,
    failed_lines,
    find_run,
    run_batch_named,
    run_numbered,
    run_page,
    runs,
)
from app.payments.run_steps import (
    MadeRun,
    cancel_run,
    confirm_run_payees,
    make_run,
    mark_exported,
    record_paid,
)
from app.payments.run_workbook import RunReport, export_run, run_sheet
from app.payments.scripted import pay_batch
from app.payments.tax import TaxRuling, tax_treatment

__all__ = [
    "BankFileReport",
    "BankProfile",
    "BudgetLine",
    "BudgetYear",
    "CardRecord",
    "Difference",
    "Exceptions",
    "KeptReturn",
    "LineRow",
    "MadeRun",
    "NotListed",
    "OtherPayee",
    "PaymentLine",
    "PaymentList",
    "PaymentReport",
    "Reconciliation",
    "RecoveryRow",
    "RepaymentReport",
    "ReturnFinding",
    "ReturnReport",
    "RunPage",
    "RunPlan",
    "RunReport",
    "RunRow",
    "TaxRuling",
    "arranged_fen",
    "bank_profiles",
    "budget_year",
    "budget_years",
    "cancel_run",
    "confirm_run_payees",
    "export_bank_file",
    "export_budget",
    "export_payments",
    "export_run",
    "failed_lines",
    "find_run",
    "give_up_lines",
    "kept_returns",
    "make_run",
    "mark_exported",
    "pay_batch",
    "payment_list",
    "plan_run",
    "read_return",
    "reconcile",
    "record_budget",
    "record_paid",
    "record_repayment",
    "recover_award",
    "recoveries",
    "reissue_lines",
    "run_batch_named",
    "run_numbered",
    "run_page",
    "run_sheet",
    "runs",
    "set_card",
    "take_return",
    "tax_treatment",
]
