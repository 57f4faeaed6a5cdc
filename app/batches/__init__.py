"""Batches (批次): awards taken together through review, publicity, objections and approval."""

from app.batches.approving import (
    ApprovalDifference,
    ApprovalReport,
    approval_difference,
    approval_stages,
    approve_batch,
    require_as_approved,
    set_approval_stages,
    standing_approvals,
)
from app.batches.assembling import (
    BatchReport,
    add_awards,
    create_batch,
    dissolve_batch,
    remove_award,
    rename_batch,
)
from app.batches.board import BatchRow, BatchStep, batch_rows
from app.batches.calendar import (
    CalendarReport,
    CalendarRow,
    calendar_days,
    day_words,
    record_holidays,
    set_calendar_day,
)
from app.batches.choosing import BatchChoice, ChosenAwards, choose_awards
from app.batches.going_back import archive_batch, send_back, send_back_right
from app.batches.holiday_notice import HolidayNotice, NoticeDay, read_holiday_notice
from app.batches.leaving import settle_batches
from app.batches.objections import decide_objection, register_objection
from app.batches.page import (
    ApprovalRow,
    BatchAwardRow,
    BatchPage,
    HistoryRow,
    LeftRow,
    ObjectionRow,
    PublicityRow,
    batch_page,
)
from app.batches.papers import LARGEST_PAPER, PaperRow, batch_papers, keep_paper, paper_content, write_paper
from app.batches.publicising import (
    CUSTOMARY_DAYS,
    HolidaysUnknownError,
    PublicityShortError,
    UsualDays,
    close_publicity,
    current_publicity,
    publish_batch,
    take_down,
    usual_days,
)
from app.batches.records import OPEN_STATES, BatchLeftOut, award_name, awards_digest, batch_named
from app.batches.reviewing import StepReport, review_batch, submit_batch
from app.batches.scripted import RUN_STATES, BatchRun, Pay, People, run_batch
from app.batches.untaxed import tax_to_rule
from app.batches.working_days import (
    Period,
    add_working_days,
    period_of,
    working_day,
    working_days_between,
)
from models.publicity import ObjectionState

__all__ = [
    "CUSTOMARY_DAYS",
    "LARGEST_PAPER",
    "OPEN_STATES",
    "RUN_STATES",
    "ApprovalDifference",
    "ApprovalReport",
    "ApprovalRow",
    "BatchAwardRow",
    "BatchChoice",
    "BatchLeftOut",
    "BatchPage",
    "BatchReport",
    "BatchRow",
    "BatchRun",
    "BatchStep",
    "CalendarReport",
    "CalendarRow",
    "ChosenAwards",
    "HistoryRow",
    "HolidayNotice",
    "HolidaysUnknownError",
    "LeftRow",
    "NoticeDay",
    "ObjectionRow",
    "ObjectionState",
    "PaperRow",
    "Pay",
    "People",
    "Period",
    "PublicityRow",
    "PublicityShortError",
    "StepReport",
    "UsualDays",
    "add_awards",
    "add_working_days",
    "approval_difference",
    "approval_stages",
    "approve_batch",
    "archive_batch",
    "award_name",
    "awards_digest",
    "batch_named",
    "batch_page",
    "batch_papers",
    "batch_rows",
    "calendar_days",
    "choose_awards",
    "close_publicity",
    "create_batch",
    "current_publicity",
    "day_words",
    "decide_objection",
    "dissolve_batch",
    "keep_paper",
    "paper_content",
    "period_of",
    "publish_batch",
    "read_holiday_notice",
    "record_holidays",
    "register_objection",
    "remove_award",
    "rename_batch",
    "require_as_approved",
    "review_batch",
    "run_batch",
    "send_back",
    "send_back_right",
    "set_approval_stages",
    "set_calendar_day",
    "settle_batches",
    "standing_approvals",
    "submit_batch",
    "take_down",
    "tax_to_rule",
    "usual_days",
    "working_day",
    "working_days_between",
    "write_paper",
]
