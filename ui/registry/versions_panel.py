"""The versions of a result: source, who recorded and who confirmed each; correction and annulment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.clock import moment_text
from app.formats import chinese_date, money
from app.registry import ResultFacts, ResultRow, ResultVersion, correct_result
from app.words import scoped, tr, words_of
from ui.context import Context
from ui.forms import FormDialog, FormField, Values
from ui.registry.wording import word_of
from ui.theme import tokens
from ui.widgets import Card, Pill, column, fact_grid, paragraph, row, scrolled, second_button, text_label

if TYPE_CHECKING:
    from app.awards import AnnulReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.versions")


class VersionsPanel(QWidget):
    """The newest version is on top; only a current one can be corrected or annulled."""

    def __init__(
        self, owner: QWidget, context: Context, result: ResultRow, versions: Sequence[ResultVersion]
    ) -> None:
        super().__init__()
        self._owner, self._context, self._result, self._versions = owner, context, result, versions
        inner = QWidget()
        body = column(paragraph(result.person, "section"), gap=tokens.GAP, margin=tokens.WIDE)
        body.addWidget(paragraph(f"{result.contest} · {result.event}", "quiet"))
        self.correct = second_button(_w("correct"), self.begin_correction, icon="edit")
        self.annul = second_button(_w("annul"), self.begin_annulment, icon="undo")
        self.restore = second_button(_w("restore"), self.begin_restoring, icon="refresh")
        self.restore.setVisible(result.state == "annulled")
        context.needs(Right.RECORD, self.correct)
        context.needs(Right.ANNUL, self.annul)
        body.addLayout(row(self.correct, self.annul, None))
        body.addLayout(row(self.restore, None))
        for version in versions:
            body.addWidget(_card(version))
        body.addStretch(1)
        inner.setLayout(body)
        self.setLayout(column(scrolled(inner)))
        is_current = bool(versions) and versions[0].is_current
        self.correct.setEnabled(is_current)
        self.annul.setEnabled(is_current)

    def begin_correction(self) -> FormDialog:
        """Open the dialog of a correction."""
        facts = self._versions[0].facts
        fields = [
            FormField("rank", _w("rank"), is_needed=False, value=facts.rank or "", hint=_w("rank-hint")),
            FormField("medal", _w("medal"), is_needed=False, value=facts.medal, columns=("result.medal",)),
            FormField("grade", _w("grade"), is_needed=False, value=facts.grade, columns=("result.grade",)),
            FormField(
                "no_rank",
                _w("no-rank"),
                "choice",
                is_needed=False,
                value=facts.no_rank,
                options=[
                    (_w("no-rank-none"), ""),
                    *((text, why) for why, text in words_of("core.no-rank").items()),
                ],
            ),
            FormField("score", _w("score"), is_needed=False, value=facts.score, columns=("result.score",)),
            FormField("published_on", _w("published-on"), "day", value=facts.published_on),
            _basis_field(),
            FormField("reason", _w("reason"), columns=("state_change.reason", "audit_entry.reason")),
        ]
        about = _w("correct-about", person=self._result.person, event=self._result.event)
        return self._open(fields, self._correct, name="correct", about=about)

    def begin_restoring(self) -> None:
        """Open the dialog of a restoration."""
        from ui.awards import open_restore

        open_restore(self._owner, self._context, self._result.id)

    def begin_annulment(self) -> FormDialog:
        """Open the dialog of an annulment."""
        fields = [_basis_field()]
        about = _w("annul-about", person=self._result.person, event=self._result.event)
        return self._open(fields, self._annul, name="annul", about=about, is_danger=True)

    def _open(
        self,
        fields: Sequence[FormField],
        save: Callable[[FormDialog, Values], None],
        *,
        name: str,
        about: str,
        is_danger: bool = False,
    ) -> FormDialog:
        dialog = FormDialog(
            self._owner,
            self._context,
            fields,
            title=_w(name),
            about=about,
            action=_w(name),
            save=save,
            is_danger=is_danger,
        )
        dialog.open()
        return dialog

    def _correct(self, dialog: FormDialog, values: Values) -> None:
        rank = str(values["rank"]).strip()
        if rank and not rank.isdecimal():
            dialog.show_fault("rank", _w("rank-wrong"))
            return
        facts = ResultFacts(
            int(rank) if rank else None,
            values["medal"],
            values["grade"],
            values["score"],
            values["published_on"],
            str(values["no_rank"] or ""),
        )
        old = self._result.id

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            correct_result(unit, old, facts=facts, basis=values["basis"], reason=values["reason"])

        def done(_nothing: None) -> None:
            dialog.accept()
            self._context.frame.close_panel()
            self._context.frame.show_toast(_w("corrected"))

        self._context.change(dialog, tr("ui_forms.saving"), work, done)

    def _annul(self, dialog: FormDialog, values: Values) -> None:
        old = self._result.id

        def work(unit: UnitOfWork, _progress: Progress) -> AnnulReport:
            from app.awards import annul_result

            return annul_result(unit, old, basis=values["basis"])

        def done(report: AnnulReport) -> None:
            dialog.accept()
            self._context.frame.close_panel()
            self._context.frame.show_toast(_annulled(report))

        self._context.change(dialog, tr("ui_forms.saving"), work, done)


def _basis_field() -> FormField:
    columns = ("result.basis", "state_change.reason")
    return FormField(
        "basis", _w("basis"), hint=tr("ui_forms.document-hint"), columns=columns, is_document=True
    )


def _annulled(report: AnnulReport) -> str:
    parts = [_w("annulled")]
    if report.withdrawn_fen:
        parts.append(_w("withdrawn", amount=money(report.withdrawn_fen)))
    if report.recover_fen:
        parts.append(_w("to-recover", amount=money(report.recover_fen)))
    if report.in_payment:
        parts.append(_w("in-payment"))
    if report.certificates:
        parts.append(_w("revoked", count=len(report.certificates)))
    if report.designations:
        parts.append(_w("under-review", count=len(report.designations)))
    return "".join(parts)


def _card(version: ResultVersion) -> Card:
    card = Card(margin=tokens.GAP, gap=tokens.TIGHT)
    title = text_label(_w("version", number=version.version), "strong")
    card.body.addLayout(row(title, None, Pill(version.state, word_of("result-state", version.state))))
    card.body.addWidget(fact_grid([(label, text) for label, text in _facts(version) if text]))
    return card


def _annulment(version: ResultVersion) -> str:
    if version.annulled_at is None:
        return ""
    moment = moment_text(version.annulled_at)
    return " ".join(filter(None, (version.annulled_by, moment, version.annulled_on_document)))


def _facts(version: ResultVersion) -> list[tuple[str, str]]:
    facts = version.facts
    reached = [tr("ui_registry.rank", rank=facts.rank) if facts.rank else "", facts.medal, facts.grade]
    reached.append(word_of("no-rank", facts.no_rank))
    confirmed = ""
    if version.confirmed_at is not None:
        confirmed = f"{version.confirmed_by} {moment_text(version.confirmed_at)}"
    return [
        (_w("reached"), " ".join(filter(None, reached))),
        (_w("score"), facts.score),
        (_w("published-on"), chinese_date(facts.published_on)),
        (_w("file"), version.file),
        (_w("place"), version.place),
        (_w("basis"), version.basis),
        (_w("recorded"), f"{version.recorded_by} {moment_text(version.recorded_at)}"),
        (_w("confirmed"), confirmed),
        (_w("fell"), _annulment(version)),
    ]
