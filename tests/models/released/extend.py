"""Take the filled registry of an earlier release through a later one, so that its new tables have rows too.

    cd CHECKOUT_OF_THE_LATER_RELEASE
    PYTHONPATH=. .venv/bin/python PATH_OF_THIS_FILE EARLIER_REVISION [FOLDER]

The release opens the earlier registry (which upgrades it) and does what the earlier one could not: documents
with scans, an accepted pack of the office's own, certificates of skill grade, joint sending units, contests
said to be two, merges. Writes REVISION.sql.gz and REVISION.assess.json as `fill.py` does, the same rows each
time (an upgrade may order the constraints of a table otherwise). What the upgrade does to older rows is held
by the tests of the earlier file; this one holds what the later release wrote beside them.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select

from app.awards import accept_pack, assess_all, submit_pack
from app.registry import (
    DocumentFacts,
    attach_scan,
    document_page,
    merge_contests,
    merge_people,
    merge_units,
    read_scan,
    record_document,
    say_contests_differ,
    undo_merge,
    verify_document,
)
from app.store import open_store
from app.targets import SkillFacts, record_skill_certificate
from models import Contest, Person, Unit
from models.schema import newest_revision
from tests.app.policy.test_new_city import CASES, DOCUMENT, PACK
from tests.models.released import restore
from tests.models.released.fill import (
    APPROVER,
    CLERK,
    HERE,
    OTHER_CLERK,
    Office,
    assessed,
    counts,
    dump,
    line,
    name_of,
)
from tests.synthetic import resident_id

CITY_2026 = "2026年新乡市职业技能大赛"
FACTS = (CITY_2026, "市级一类", "示赛〔2026〕3号", "2026-03-02")
PACK_KEY = "yunmeng-2025"
PASSPORT = "E40100001"


class LaterOffice(Office):
    """The same office, in spring 2026, with the later program."""

    def __init__(self, folder: Path, earlier: str) -> None:
        self.folder = folder
        self.now = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
        self.file = folder / "registry.db"
        restore(earlier, self.file)
        self.store = open_store(str(self.file), clock=lambda: self.now)


def documents(office: LaterOffice) -> None:
    """Record a paper without a number, with its scan; a second person has seen it."""
    scan = office.folder / "会议纪要.pdf"
    scan.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    with office.acting(CLERK) as work:
        facts = DocumentFacts("示例市技能竞赛工作会议纪要", "会议纪要", "示例市竞赛办", date(2026, 3, 2))
        document = record_document(work, facts)
        attach_scan(work, document, read_scan(scan))
    with office.acting(APPROVER) as work:
        verify_document(work, document, version=document_page(work.session, document).row.version)


def lists(office: LaterOffice) -> None:
    """Take in a contest with joint senders, one written twice, one person under two documents."""
    joint = {"选送单位": "新乡市示例技师学院、新乡示例电力工程有限公司", "统一社会信用代码": ""}
    office.takes_in(
        "2026年市赛.csv",
        line(FACTS, "焊工", 1, 401),
        line(FACTS, "焊工", 2, 402, **joint),
        line(FACTS, "焊工", 3, 403, 选送单位="新乡市示例学校（新校区）", 统一社会信用代码=""),
        line(FACTS, "砌筑工", 1, 404, 姓名=name_of(401), 证件类型="护照", 证件号码=PASSPORT),
    )
    for name, number in (("2026年新乡市“职业技能大赛”", 405), ("新乡市2026年职业技能大赛", 406)):
        office.takes_in(f"{number}.csv", line((name, *FACTS[1:]), "砌筑工", number - 403, number))
    office.settles()


def merges(office: LaterOffice) -> None:
    """Merge contests, units and people; one merge is undone; two contests are said to be two."""
    with office.acting(CLERK) as work:
        kept, merged, other = (
            work.session.scalars(select(Contest.id).where(Contest.name == name)).one()
            for name in (CITY_2026, "2026年新乡市“职业技能大赛”", "新乡市2026年职业技能大赛")
        )
        merge_contests(work, merged, into=kept, reason="同一项竞赛，名单写法不同")
        say_contests_differ(work, kept, other, reason="一项由市级主办，一项由县区主办")
        first, second = (
            work.session.scalars(select(Person.id).where(Person.id_number == number)).one()
            for number in (resident_id(401), PASSPORT)
        )
        merge_people(work, second, into=first, reason="同一人，证件登记有误")
    with office.acting(OTHER_CLERK) as work:
        units = work.session.scalars(select(Unit.id).where(Unit.name.like("%示例学校（新校区）%"))).one()
        school = work.session.scalars(select(Unit.id).where(Unit.name == "新乡市示例中等专业学校")).one()
        undone = merge_units(work, units, into=school, reason="以为是同一单位")
    with office.acting(CLERK) as work:
        undo_merge(work, undone, reason="是两个单位")


def skills(office: LaterOffice) -> None:
    """Record a certificate of skill grade of one person."""
    with office.acting(CLERK) as work:
        person = work.session.scalars(select(Person.id).where(Person.id_number == resident_id(403))).one()
        facts = SkillFacts(
            "焊工", "senior", "S000041123456", date(2025, 6, 1), "示例评价机构", "新乡市示例技师学院"
        )
        record_skill_certificate(work, person, facts)


def packs(office: LaterOffice) -> None:
    """Put up the office's own pack and have a second person accept it."""
    folder = office.folder / "policies" / PACK_KEY
    (folder / "cases").mkdir(parents=True)
    (folder / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "cases" / "prizes.yaml").write_text(CASES, "utf-8")
    with patch("app.policy.packs.loading.user_data_folder", lambda: office.folder):
        with office.acting(CLERK) as work:
            digest = submit_pack(work, PACK_KEY)
        with office.acting(APPROVER) as work:
            accept_pack(work, PACK_KEY, sha256=digest)


def main(arguments: Sequence[str]) -> int:
    """Extend the registry of an earlier revision, and write down what it holds and what `assess` answers."""
    out = Path(arguments[1]) if len(arguments) > 1 else HERE
    written, answer = (out / f"{newest_revision()}.{kind}" for kind in ("sql.gz", "assess.json"))
    if standing := next((one for one in (written, answer) if one.exists()), None):
        print(f"{standing} stands already", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        office = LaterOffice(Path(folder), arguments[0])
        for step in (documents, lists, merges, skills, packs):
            step(office)
        with office.acting(CLERK) as work:
            assess_all(work)
        office.store.close()
        rows = counts(office.file)
        if empty := [table for table, number in rows.items() if not number]:
            print("no rows in", *empty, file=sys.stderr)
            return 1
        dump(office.file, written)
        copy = shutil.copyfile(office.file, Path(folder) / "copy.db")
        answer.write_text(assessed(copy), encoding="utf-8")
    print(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
