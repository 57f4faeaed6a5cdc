"""An expert team's share divided by amounts: they must come to the share exactly, or are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.awards import (
    assess_all,
    explain_award,
    import_rulings,
    import_standards,
    list_rulings,
    record_ruling,
)
from app.errors import InputError, PolicyFileError
from app.policy import RulingFacts
from app.store import Store
from models import Award
from tests.app.awards.test_assess import writing
from tests.builders import a_contest, a_result, an_entry, an_event

STANDARD = """policy: xinxiang-2023
standards:
  - rule: world-skills
    recipient: expert-team
    yuan_by_medal: {金牌: 300000}
    basis: 示例〔2024〕9号
    valid_from: 2024-01-01
"""
RULING = """policy: xinxiang-2023
rulings:
  - question: expert-team
    answer: one-per-team
    basis: 示例会议纪要〔2024〕6号
    decided_on: 2024-07-01
    event: 焊接
    plan_yuan: %s
"""


def _file(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def _a_team(session: Session) -> list[int]:
    event = an_event(session, a_contest(session, "world"), name="焊接")
    entries = [an_entry(session, event=event, role="expert", position=place) for place in (1, 2)]
    return [a_result(session, None, entry=entry, medal="金牌").id for entry in entries]


def test_amounts_that_come_to_the_share_are_paid_as_planned(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        team = _a_team(work.session)
        import_standards(work, _file(tmp_path, "standards.yaml", STANDARD))
        file = _file(tmp_path, "rulings.yaml", RULING % "[199999.50, 100000.50]")
        assert import_rulings(work, file).new == 1
        assert import_rulings(work, file).same == 1
    with store.reading() as session:
        amounts = [award.amount_fen for id_ in team if (award := session.get(Award, id_))]
        assert amounts == [19_999_950, 10_000_050]
        assert "示例〔2024〕9号" in explain_award(session, team[0]).as_text()
        assert list_rulings(session)[0].shares == ()


def test_amounts_that_do_not_are_refused_with_file_line_and_key(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        _a_team(work.session)
        import_standards(work, _file(tmp_path, "standards.yaml", STANDARD))
    with pytest.raises(PolicyFileError) as caught, writing(store) as work:
        import_rulings(work, _file(tmp_path, "rulings.yaml", RULING % "[200000, 99999]"))
    text = str(caught.value.params["text"])
    assert "rulings.yaml" in text
    assert "8" in text
    assert "plan_yuan" in text
    assert "¥299,999.00" in text
    with pytest.raises(InputError), writing(store) as work:
        record_ruling(
            work,
            RulingFacts(
                "expert-team",
                "one-per-team",
                "示例〔2024〕6号",
                date(2024, 7, 1),
                event="焊接",
                plan_fen=(1, 2),
            ),
        )


def test_a_share_that_comes_later_and_does_not_fit_blocks(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        team = _a_team(work.session)
        import_rulings(work, _file(tmp_path, "rulings.yaml", RULING % "[200000, 99999]"))
        import_standards(work, _file(tmp_path, "standards.yaml", STANDARD))
        assess_all(work)
    with store.reading() as session:
        award = session.get(Award, team[0])
        assert award is not None
        assert (award.status, award.reason) == ("blocked", "plan-does-not-fit")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("one-per-team", "each-member"), "只有专家教练团队一队一份时才用"),
        (("    event: 焊接\n", ""), "请写明 event"),
        (("    event:", "    shares: [50, 50]\n    event:"), "只能写一种"),
    ],
)
def test_a_plan_where_none_belongs_is_refused(
    store: Store, tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    text = (RULING % "[1, 2]").replace(*change)
    with pytest.raises(PolicyFileError) as caught, writing(store) as work:
        import_rulings(work, _file(tmp_path, "rulings.yaml", text))
    assert says in str(caught.value.params["text"])
