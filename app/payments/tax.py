"""Income tax (个人所得税) of prizes: the office's ruling on `income-tax`, and what it comes to line by line.

The document is silent, and a municipal prize is not among those that the law exempts (个人所得税法第四条第一
项). So nothing is assumed: without a ruling no list is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.awards import INCOME_TAX, AwardRow, active_rule_set
from app.bases_on_record import today_in
from app.errors import ConflictError, InputError
from app.policy import RulingFacts
from app.words import tr
from models.payment import TaxTreatment

_PERCENT = 20  # 个人所得税法第三条第三项: incidental income


@dataclass(frozen=True, slots=True)
class TaxRuling:
    """How the prizes are taxed, and the document of the ruling that says so."""

    treatment: TaxTreatment
    basis: str

    @property
    def words(self) -> str:
        """Return the treatment with its document, as a list states it."""
        return tr(f"payments.tax.{self.treatment.value}", basis=self.basis)

    def tax_fen(self, gross_fen: int) -> int:
        """Return the tax on one line in fen: 20 % rounded half up to the fen, or nothing withheld here."""
        if self.treatment != TaxTreatment.INCIDENTAL_INCOME:
            return 0
        return (gross_fen * _PERCENT + 50) // 100


def tax_treatment(session: Session, awards: Iterable[AwardRow] = ()) -> TaxRuling:
    """Return how prizes are taxed today: those of `awards`, or in general where none are given.

    Raises InputError where no ruling answers it, ConflictError where these awards are taxed differently.
    """
    book, today = active_rule_set(session).rulings, today_in(session)
    scopes = {(award.contest, award.event) for award in awards} or {("", "")}
    found: dict[tuple[str, str], TaxRuling] = {}
    for contest, event in sorted(scopes):
        ruling = book.reaching(contest, event).find(INCOME_TAX, today)
        if ruling is None:
            raise InputError("tax-not-ruled", contest=contest or tr("payments.any-contest"))
        found[contest, event] = _as_ruled(ruling)
    treatments = {one.treatment for one in found.values()}
    if len(treatments) > 1:
        words = "；".join(sorted({f"{contest}：{one.words}" for (contest, _), one in found.items()}))
        raise ConflictError("tax-differs", treatments=words)
    bases = "、".join(dict.fromkeys(one.basis for one in found.values()))
    return TaxRuling(treatments.pop(), bases[:200])


def _as_ruled(ruling: RulingFacts) -> TaxRuling:
    return TaxRuling(TaxTreatment(ruling.answer), ruling.basis)
