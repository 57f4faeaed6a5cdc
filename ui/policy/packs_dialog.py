"""The dialog on the user's own policy packs (政策包审核): what differs from what is in force, who decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from app.accounts import Right
from app.words import scoped, tr
from ui.context import Context, Session
from ui.messages import ask_reason
from ui.money_moves import change_money
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, paragraph, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.awards import PackOffer
    from app.policy import PolicyDifference
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui.packs")
WIDTH, HEIGHT = 900, 560


@dataclass(frozen=True)
class NumberedDifference:
    """A difference with its place in the list."""

    place: int
    difference: PolicyDifference


@dataclass(frozen=True)
class PacksRead:
    """The packs with what has become of each, and what each that can be read says differently."""

    offers: list[PackOffer]
    differences: dict[str, list[PolicyDifference]]


def packs_notice(offers: Sequence[PackOffer]) -> str:
    """Return what the library page says of packs that do not count, "" where all that lie there do."""
    idle = [offer for offer in offers if not offer.counts]
    if not idle:
        return ""
    names = "、".join(f"{offer.policy}（{tr(f'policy.pack-state.{offer.state}')}）" for offer in idle)
    return _w("notice", packs=names)


class PacksDialog(QDialog):
    """Shows one pack at a time: its state, its differences, and the acts that its state allows."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_w("title"))
        self.resize(WIDTH, HEIGHT)
        self._read = PacksRead([], {})
        self.packs, self.about = QComboBox(), paragraph("", "quiet")
        self.packs.setAccessibleName(_w("packs"))
        self.model: ListTableModel[NumberedDifference] = ListTableModel(
            _columns(), self, id_of=lambda line: line.place
        )
        self.table = TableView(self.model, name="pack-differences")
        self.table.setAccessibleName(_w("differences"))
        self.table.set_empty_text(_w("same"))
        self.submit = second_button(_w("submit"), self._submit)
        self.accept_button = primary_button(_w("accept"), self._accept)
        self.refuse = second_button(_w("refuse"), lambda: self._end("refuse"))
        self.withdraw = second_button(_w("withdraw"), lambda: self._end("withdraw"))
        context.needs(Right.RECORD, self.submit)
        context.needs(Right.RULE, self.accept_button, self.refuse, self.withdraw)
        close = second_button(tr("ui.frame.cancel"), self.reject)
        acts = row(self.submit, self.withdraw, None, self.refuse, self.accept_button, close)
        head = row(text_label(_w("pack")), self.packs)
        head.setStretch(1, 1)
        layout = column(head, self.about, self.table, acts, margin=tokens.ROOMY)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.packs.currentIndexChanged.connect(lambda _place: self._show_offer())
        self.refresh()

    def refresh(self) -> None:
        """Read the packs anew."""
        self.context.ask(self, _read, self._show, topic="packs")

    def offer(self) -> PackOffer | None:
        """Return the pack that is shown."""
        place = self.packs.currentIndex()
        return self._read.offers[place] if 0 <= place < len(self._read.offers) else None

    def _show(self, read: PacksRead) -> None:
        chosen = self.packs.currentData()
        self._read = read
        self.packs.blockSignals(True)
        self.packs.clear()
        for one in read.offers:
            self.packs.addItem(f"{one.policy}　{one.title}", one.policy)
        self.packs.setCurrentIndex(max(self.packs.findData(chosen), 0) if read.offers else -1)
        self.packs.blockSignals(False)
        self._show_offer()

    def _show_offer(self) -> None:
        offer = self.offer()
        state = offer.state if offer else ""
        self.about.setText(_about(offer) if offer else "")
        found = self._read.differences.get(offer.policy, []) if offer else []
        self.model.show_rows([NumberedDifference(place, one) for place, one in enumerate(found)])
        self.submit.setVisible(state in ("new", "changed"))
        for button in (self.accept_button, self.refuse):
            button.setVisible(state == "submitted")
        self.withdraw.setVisible(bool(offer and offer.accepted_by))

    def _submit(self) -> None:
        if (offer := self.offer()) is None:
            return
        key = offer.policy

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.awards import submit_pack

            submit_pack(work, key)

        self._change(_w("submitting"), act)

    def _accept(self) -> None:
        if (offer := self.offer()) is None:
            return
        key, sha256 = offer.policy, offer.sha256

        def act(work: UnitOfWork, progress: Progress) -> None:
            from app.awards import accept_pack

            accept_pack(work, key, sha256=sha256, progress=progress)

        self._change(_w("accepting"), act)

    def _end(self, how: str) -> None:
        if (offer := self.offer()) is None:
            return
        key = offer.policy
        reason = ask_reason(self, _w(f"{how}-text", title=offer.title), label=_w("reason"), action=_w(how))
        if reason is None:
            return

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.awards import refuse_pack, withdraw_pack

            (refuse_pack if how == "refuse" else withdraw_pack)(work, key, reason=reason)

        self._change(_w(f"{how}-running"), act)

    def _change(self, label: str, act: Callable[[UnitOfWork, Progress], None]) -> None:
        change_money(self.context, self, label, act, lambda _none: self.refresh())


def _about(offer: PackOffer) -> str:
    parts = [tr(f"policy.pack-state.{offer.state}")]
    parts += [_w("sha256", digest=offer.sha256[:16])] if offer.sha256 else []
    parts += [_w("submitted-by", user=offer.submitted_by)] if offer.submitted_by else []
    parts += [_w("accepted-by", user=offer.accepted_by)] if offer.accepted_by else []
    return "　".join(parts) + (f"\n{offer.problem}" if offer.problem else "")


def _columns() -> tuple[Column[NumberedDifference], ...]:
    return (
        Column(_w("subject"), lambda line: line.difference.subject, 150),
        Column(_w("key"), lambda line: line.difference.key, 150),
        Column(_w("before"), lambda line: line.difference.before, 240, stretch=True),
        Column(_w("after"), lambda line: line.difference.after, 240, is_strong=True),
    )


def _read(session: Session) -> PacksRead:
    from app.awards import pack_differences, pack_offers

    offers = pack_offers(session)
    readable = [offer.policy for offer in offers if offer.state not in ("faulty", "missing")]
    return PacksRead(offers, {key: pack_differences(session, key) for key in readable})
