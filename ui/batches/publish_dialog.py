"""The dialog that publishes a batch (公示): days in working days, with both the first and the last shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDateEdit, QLineEdit, QVBoxLayout, QWidget

from app.batches import (
    CUSTOMARY_DAYS,
    BatchRow,
    HolidaysUnknownError,
    Period,
    PublicityShortError,
    UsualDays,
    usual_days,
)
from app.errors import AppError, Cancelled
from app.formats import chinese_date, money
from app.words import error_text, scoped, tr
from ui.context import Context, Session
from ui.forms import FormDialog, FormField, Values
from ui.messages import confirm, show_error
from ui.widgets import Banner, date_of

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_batches.publish")


@dataclass(frozen=True)
class _Days:
    """What a first day and a number of days come to; `fault` in words where they come to nothing."""

    period: Period | None
    fault: str = ""
    begins_on_day_off: bool = False


class PublishDialog(FormDialog):
    """Asks from when and how long, where, and whom to turn to with objections."""

    def __init__(self, owner: QWidget, context: Context, batch: BatchRow) -> None:
        self._batch, self._actor = batch, context.actor
        super().__init__(
            owner,
            context,
            _fields(),
            title=_w("title"),
            about=_w("about", batch=batch.name, n=f"{batch.awards:,}", amount=money(batch.amount_fen)),
            action=_w("do"),
            save=self._publish,
        )
        self._owner_context = context
        self.period = Banner("action", _w("reckoning"))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - the form's own
        layout.insertWidget(2, self.period)
        self._form = layout
        starts, days = self.inputs["starts_on"], self.inputs["days"]
        assert isinstance(starts, QDateEdit)  # noqa: S101 - as the fields say
        assert isinstance(days, QLineEdit)  # noqa: S101
        starts.dateChanged.connect(lambda _day: self._reckon())
        days.textChanged.connect(lambda _text: self._reckon())
        self._starts, self._days = starts, days
        context.ask(self, usual_days, self._offer_days, topic="usual")
        context.ask(self, _last_notice, self._fill, topic="last-notice")
        self._reckon()

    def _fill(self, last: tuple[str, str]) -> None:
        """Offer what the last publication said of place and contact, where nothing is typed yet."""
        for name, text in zip(("place", "contact"), last, strict=True):
            field = self.inputs[name]
            if isinstance(field, QLineEdit) and not field.text():
                field.setText(text)

    def _reckon(self) -> None:
        """Show the last day as the calendar of working days gives it."""
        starts_on, days = date_of(self._starts), _number(self._days.text())
        if days is None:
            self.period.show_text("asks", _w("days-number"))
            return
        self._owner_context.ask(
            self, lambda session: _reckoned(session, starts_on, days), self._show_period, topic="period"
        )

    def _show_period(self, found: _Days) -> None:
        if found.period is None:
            self._say("wrong", found.fault)
            return
        text = period_words(found.period)
        if found.begins_on_day_off:
            text = f"{text}\n{_w('begins-off')}"
        if years := found.period.unrecorded_years:
            text = f"{text}\n{_w('unrecorded', years='、'.join(map(str, years)))}"
        is_sure = not found.period.unrecorded_years and not found.begins_on_day_off
        self._say("action" if is_sure else "asks", text)

    def _say(self, kind: str, text: str) -> None:
        """Say what the days come to; the dialog grows where that takes more lines than before."""
        self.period.show_text(kind, text)
        needed = self._form.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))

    def _offer_days(self, usual: UsualDays) -> None:
        """Offer the days that are usual in this office, unless others were typed already."""
        if not self._days.isModified():
            self._days.setText(str(usual.days))

    def _publish(self, dialog: FormDialog, values: Values) -> None:
        days = _number(values["days"])
        if days is None:
            dialog.show_fault("days", _w("days-number"))
        else:
            self._write(values, days, without_holidays=False)

    def _write(self, values: Values, days: int, *, without_holidays: bool) -> None:
        batch = self._batch

        def act(work: UnitOfWork, progress: Progress) -> Period:
            from app.batches import publish_batch

            return publish_batch(
                work,
                batch.id,
                starts_on=values["starts_on"],
                working_days=days,
                place=values["place"],
                contact=values["contact"],
                reason=values["reason"],
                without_holidays=without_holidays,
                version=batch.version,
                progress=progress,
            )

        def done(period: Period) -> None:
            self.accept()
            said = _w("done", batch=batch.name, period=period_words(period))
            self._owner_context.frame.show_toast(said)

        def failed(error: BaseException) -> None:
            if isinstance(error, HolidaysUnknownError):
                self._ask_without_holidays(values, days, error)
            elif isinstance(error, PublicityShortError):
                self.show_fault("reason", error_text(error))
            elif isinstance(error, AppError) and error.code in ("publicity-early", "publicity-far"):
                self.show_fault("starts_on", error_text(error))
            elif not isinstance(error, Cancelled):
                show_error(self, error)

        self._owner_context.change(self, _w("working"), act, done, failed, actor=self._actor)

    def _ask_without_holidays(self, values: Values, days: int, error: HolidaysUnknownError) -> None:
        years = "、".join(map(str, error.period.unrecorded_years))
        text = _w("holidays-ask", years=years)
        detail = _w("holidays-detail", period=period_words(error.period))
        if confirm(self, text, action=_w("holidays-do"), detail=detail):
            self._write(values, days, without_holidays=True)


def period_words(period: Period) -> str:
    """Return a period with both its days and their weekdays."""
    return _w(
        "period",
        starts_on=day_and_weekday(period.starts_on),
        ends_on=day_and_weekday(period.ends_on),
        days=period.working_days,
    )


def day_and_weekday(day: date) -> str:
    """Return a day with its weekday, as 2024年7月2日（星期二）."""
    return f"{chinese_date(day)}（{tr('ui_batches.weekday').split('|')[day.weekday()]}）"


def _fields() -> tuple[FormField, ...]:
    return (
        FormField("starts_on", _w("starts-on"), "day"),
        FormField("days", _w("days"), value=str(CUSTOMARY_DAYS), why=_w("days-why")),
        FormField("place", _w("place"), is_needed=False, hint=_w("place-hint"), columns=("publicity.place",)),
        FormField(
            "reason", _w("reason"), is_needed=False, why=_w("reason-why"), columns=("audit_entry.reason",)
        ),
        FormField("contact", _w("contact"), hint=_w("contact-hint"), columns=("publicity.contact",)),
    )


def _number(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdecimal() and len(stripped) < 5 else None


def _reckoned(session: Session, starts_on: date, days: int) -> _Days:
    from app.batches import period_of, working_day

    try:
        period = period_of(session, starts_on, days)
    except AppError as error:
        return _Days(None, error_text(error))
    return _Days(period, begins_on_day_off=not working_day(session, starts_on))


def _last_notice(session: Session) -> tuple[str, str]:
    from app.batches import last_notice

    return last_notice(session)
