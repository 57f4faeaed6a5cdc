"""Turn read files into a policy: references, verbatim texts, duplicates and overlaps checked on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app.paths import DOCUMENTS
from app.places import HomeRegion, home_region
from app.policy.clauses import without_spaces
from app.policy.medals import MedalRanks
from app.policy.model import Clause, Document, OpenQuestion, Rule
from app.policy.packs.documents import as_document, clause_problem, document_path, find_document
from app.policy.packs.faults import Fault
from app.policy.packs.reading import ReadFile, ReadPack
from app.policy.packs.schema import DocumentData, QuestionData, RuleVariant
from app.policy.policy import NameSigns, Policy
from app.policy.questions import ORDER, QUESTIONS
from app.policy.quoting import count_problem
from app.policy.rules.base import DatedRuleData, Misquoted
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.policy.rules.title import TitleRule
from app.policy.stated_numbers import days_in
from app.policy.vocabulary import Medal
from app.words import tr

_NO_DOCUMENT = Document("", "", None)
_NO_CLAUSE = Clause(_NO_DOCUMENT, "", "")


def compile_pack(
    pack: ReadPack, *, base: Policy | None = None, is_trial: bool = False
) -> tuple[Policy, list[Fault]]:
    """Return the pack as a policy, and every fault. A `base` lends what the pack does not say itself.

    Of a trial (another table for a what-if), what its clauses do not state is no fault but is noted.
    """
    compiling = _Compiling(pack)
    for file in pack.files:
        compiling.add(file)
    policy = _policy(pack, compiling, base)
    wrong = {(fault.file, fault.line) for fault in compiling.faults}  # their values are placeholders
    misquoted = [fault for fault in compiling.misquoted if (fault.file, fault.line) not in wrong]
    if not is_trial:
        return policy, [*compiling.faults, *misquoted]
    notes = tuple(tr("policy.trial", text=str(fault)) for fault in sorted(set(misquoted)))
    return replace(policy, notes=notes), compiling.faults


class _Compiling:
    """What has been gathered from the files so far."""

    def __init__(self, pack: ReadPack) -> None:
        self.faults = list(pack.faults)
        self.misquoted: list[Fault] = []
        self.rules: dict[str, Rule] = {}
        self.questions: dict[str, OpenQuestion] = {}
        self.documents: dict[str, Document] = {}
        self._described = [document for file in pack.files for document in file.data.documents]
        self._scopes: dict[tuple[object, ...], str] = {}

    def add(self, file: ReadFile) -> None:
        """Add a file's rules and questions, each with its clause."""
        citations = _Citations(file, self._described, faults=self.faults)
        for number, rule in enumerate(file.data.rules):
            self._add_rule(citations, ["rules", number], rule)
        for number, question in enumerate(file.data.questions):
            self._add_question(citations, ["questions", number], question)
        self.documents |= {document.name: document for document in citations.documents}

    def _add_rule(self, citations: _Citations, place: list[object], rule: RuleVariant) -> None:
        if rule.id in self.rules:
            citations.fault([*place, "id"], f"规则编号重复：{rule.id}")
            return
        faults = len(self.faults)
        clause = citations.clause(place, rule.clause, rule.text)
        is_quoted = len(self.faults) == faults
        if isinstance(rule, DatedRuleData):
            clauses = _value_clauses(citations, place, rule, clause)
            compiled: Rule = rule.compiled(clause, clauses)
        else:
            clauses, compiled = {}, rule.compiled(clause)
        self.rules[rule.id] = replace(
            compiled,
            unstated=tuple(rule.unstated.items()),
            until=rule.until,
            contest_years=tuple(rule.contest_years),
        )
        for path, problem in _not_quoted(citations, rule, clause, clauses) if is_quoted else ():
            self.misquoted.append(citations.at([*place, *path], problem))
        scope = (rule.kind, *rule.scope())
        if len(scope) > 1 and scope in self._scopes:
            problem = f"与规则 {self._scopes[scope]} 适用范围相同、日期重叠；变化请写在同一条的 values 里"
            citations.fault([*place, "applies_to"], problem)
        self._scopes[scope] = rule.id

    def _add_question(self, citations: _Citations, place: list[object], question: QuestionData) -> None:
        known = QUESTIONS.get(question.id)
        if known is None:
            citations.fault([*place, "id"], f"不认识的问题 {question.id}，可用：{'、'.join(QUESTIONS)}")
            return
        if question.id in self.questions:
            citations.fault([*place, "id"], f"问题重复：{question.id}")
        for field, problem in _question_problems(question, known):
            citations.fault([*place, *field], problem)
        answers = tuple(question.answers) if question.answers else known
        clause = citations.clause(place, question.clause, question.text)
        self.questions[question.id] = OpenQuestion(
            question.id, clause, question.silence, answers, question.settled, tuple(question.series)
        )


def _value_clauses(
    citations: _Citations, place: list[object], rule: DatedRuleData, clause: Clause
) -> dict[date, Clause]:
    """Return the clause of each dated value: its own reference, else that of the rule."""
    clauses = {}
    for day, value in rule.values_by_day().items():
        clauses[day] = clause
        if value is None:
            continue
        here = [*place, "values", day.isoformat()]
        problems = value.problems()
        for key, problem in problems:
            citations.fault([*here, key], problem)
        if value.has_reference and not problems:
            clauses[day] = citations.clause(here, value.clause, value.text, document=value.document)
    return clauses


def _not_quoted(
    citations: _Citations, rule: RuleVariant, clause: Clause, clauses: Mapping[date, Clause]
) -> Iterator[tuple[Sequence[str], str]]:
    """Yield, with its path, what the rule says and neither its clause nor `unstated` accounts for."""
    found = list(rule.misquoted())
    for path, day in rule.first_days():
        if problem := citations.day_problem(day, clauses.get(day, clause)):
            found.append(Misquoted(path, problem))
    if rule.until is not None and (problem := citations.day_problem(rule.until, clause)):
        found.append(Misquoted(("until",), problem))
    for year in rule.contest_years:
        if problem := count_problem(year, clause.text, counters=("年",)):
            found.append(Misquoted(("contest_years",), problem))
    open_keys = set(rule.unstated)
    for each in found:
        key = next((part for part in reversed(each.path) if part in rule.unstated), "")
        open_keys.discard(key)
        if each.is_money and key:
            yield ("unstated", key), f"金额、比例须见于条款原文，不能另作说明：{each.problem}"
        elif not key:
            yield each.path, each.problem
    for key in sorted(open_keys):
        yield ("unstated", key), "这一项无须说明：没有这个键，或条款原文已经写明"


class _Citations:
    """The documents one file's clauses stand in, and the clauses held against the documents' own words."""

    def __init__(self, file: ReadFile, described: Sequence[DocumentData], *, faults: list[Fault]) -> None:
        self._file, self._described, self._faults = file, described, faults
        self._found: dict[str, tuple[Document, Path | None] | None] = {}
        self._texts: dict[Document, Path] = {}
        wanted = file.data.document
        if wanted is None and (file.data.rules or file.data.questions):
            self.fault([], "没有写明依据文件（document）")
        self._own = self._find(wanted, ["document"]) if wanted is not None else None
        self._cited = [self._own[0]] if self._own else []

    @property
    def documents(self) -> list[Document]:
        """Return the documents that were cited, the file's own first."""
        return self._cited

    def fault(self, place: Sequence[object], problem: str) -> None:
        """Note a fault at `place` of the file."""
        self._faults.append(self.at(place, problem))

    def at(self, place: Sequence[object], problem: str) -> Fault:
        """Return a fault at `place` of the file."""
        return self._file.lines.fault(place, problem)

    def day_problem(self, day: date, clause: Clause) -> str:
        """Return why a first day is neither that of the document nor one that it names, "" where it is."""
        if day == clause.document.signed_on or day in days_in(clause.text):
            return ""
        path = self._texts.get(clause.document)
        if path is not None and day in days_in(path.read_text("utf-8")):
            return ""
        return f"{clause.document.name}既没有写 {day.isoformat()}，成文日期也不是这一天"

    def clause(self, place: Sequence[object], number: str, text: str, *, document: str = "") -> Clause:
        """Return a clause of the file's document, or of `document`; a fault noted where it does not say so.

        A document known by report only has no text to hold it against.
        """
        found = self._named(document, place) if document else self._own
        if found is None:
            return Clause(_NO_DOCUMENT, number, text)
        cited, path = found
        wrong = clause_problem(path, clause=number, text=text) if path is not None else None
        if wrong is not None:
            self.fault([*place, wrong[0]], f"{cited.name}：{wrong[1]}")
        return Clause(cited, number, text)

    def _named(self, name: str, place: Sequence[object]) -> tuple[Document, Path | None] | None:
        if name not in self._found:
            self._found[name] = found = self._find(name, [*place, "document"])
            if found is not None:
                self._cited.append(found[0])
        return self._found[name]

    def _find(
        self, wanted: str | DocumentData, place: Sequence[object]
    ) -> tuple[Document, Path | None] | None:
        """Return a document and the file of its text, None and a fault noted where there is no such one."""
        data = find_document(wanted, self._described)
        path = document_path(data, beside=self._file.path.parent) if data and data.file else None
        if data is None or (path is None and not data.reported_by):
            name = wanted if isinstance(wanted, str) else wanted.file or wanted.title
            self.fault(place, f"找不到依据文件“{name}”，请放入政策文件夹或政策库")
            return None
        if path is not None and (known := _library_text(data)) and not _same_words(path, known):
            self.fault(
                place,
                f"政策库已有“{data.number or data.title}”，这里的正文与它不同；请按文号引用政策库的文件",
            )
        if not (data.title or (data.known_as and data.reported_by)):
            self.fault(place, "请写明文件标题（title）；标题未见的，写明是怎样一份文件（known_as）和转述来源")
        document = as_document(data)
        if path is not None:
            self._texts[document] = path
        return document, path


def _library_text(document: DocumentData) -> Path | None:
    """Return the library's own text of a document, None where the library has no such one."""
    known = find_document(document.number or document.title)
    return DOCUMENTS / known.file if known is not None else None


def _same_words(one: Path, other: Path) -> bool:
    return one == other or without_spaces(one.read_text("utf-8")) == without_spaces(other.read_text("utf-8"))


def _question_problems(question: QuestionData, known: tuple[str, ...]) -> list[tuple[list[object], str]]:
    offered = "、".join(known)
    problems: list[tuple[list[object], str]] = [
        (["answers", number], f"不认识的答案 {answer}，可用：{offered}")
        for number, answer in enumerate(question.answers or ())
        if answer not in known
    ]
    if question.settled and question.settled not in known:
        problems.append((["settled"], f"不认识的答案 {question.settled}，可用：{offered}"))
    if question.settled and not question.text:
        problems.append(([], "文件已有规定（settled）时，须写条款原文（text）"))
    if not question.settled and not question.silence:
        problems.append(([], "请写明文件没有规定什么（silence）"))
    return problems


def _policy(pack: ReadPack, gathered: _Compiling, base: Policy | None) -> Policy:
    rules, questions, documents = gathered.rules, gathered.questions, gathered.documents
    if base is not None:
        rules = {**{rule.id: rule for rule in base.rules}, **rules}
        questions = {**base.questions, **questions}
        documents = {**{document.name: document for document in base.documents}, **documents}
    made = tuple(rules.values())
    city = _first(file.data.city for file in pack.files) or (base.city if base else "")
    region = home_region(city)
    in_order = {key: questions[key] for key in sorted(questions, key=ORDER.__getitem__)}
    return Policy(
        key=pack.key,
        title=_first(file.data.title for file in pack.files) or (base.title if base else pack.key),
        city=city,
        sha256=pack.digest,
        rules=made,
        questions=MappingProxyType(in_order),
        signs=_signs(pack, region) or (base.signs if base else NameSigns(region=region)),
        prizes=_prizes(made),
        titles=MappingProxyType({(r.level, r.contest_class): r for r in made if isinstance(r, TitleRule)}),
        standards=MappingProxyType({r.level: r for r in made if isinstance(r, StandardRule)}),
        clause=next((rule.clause for rule in made if isinstance(rule, PrizeRule)), _NO_CLAUSE),
        documents=tuple(documents.values()),
    )


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _prizes(rules: tuple[Rule, ...]) -> Mapping[str, Mapping[str, PrizeRule]]:
    by_level: dict[str, dict[str, PrizeRule]] = {}
    for rule in rules:
        if isinstance(rule, PrizeRule):
            by_level.setdefault(rule.level, {})[rule.contest_class] = rule
    return MappingProxyType({level: MappingProxyType(rules) for level, rules in by_level.items()})


def _signs(pack: ReadPack, region: HomeRegion | None) -> NameSigns | None:
    signs = next((file.data.signs for file in pack.files if file.data.signs), None)
    if signs is None:
        return None
    return NameSigns(
        tuple(signs.selection),
        MappingProxyType({sign: tuple(names) for sign, names in signs.kept_events.items()}),
        tuple(signs.demonstration),
        MappingProxyType(dict(signs.forms)),
        MappingProxyType({level: tuple(names) for level, names in signs.home.items()}),
        MappingProxyType({level: tuple(names) for level, names in signs.elsewhere.items()}),
        region,
        MappingProxyType(
            {series: _medal_ranks(data.ranks, data.basis) for series, data in signs.medal_ranks.items()}
        ),
    )


def _medal_ranks(ranks: Mapping[Medal, int], basis: str) -> MedalRanks:
    return MedalRanks(MappingProxyType({str(medal): rank for medal, rank in ranks.items()}), basis)
