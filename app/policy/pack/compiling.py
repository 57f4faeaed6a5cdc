"""Turn read files into a policy: references, verbatim texts, duplicates and overlaps checked on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from app.policy.faults import Fault
from app.policy.model import (
    Clause,
    Document,
    OpenQuestion,
    Policy,
    PrizeRule,
    Rule,
    Signs,
    StandardRule,
    TitleRule,
)
from app.policy.pack.documents import as_document, clause_problem, document_path, find_document
from app.policy.pack.reading import ReadFile, ReadPack
from app.policy.pack.schema import DocumentData, QuestionData, RuleVariant
from app.policy.questions import ORDER, QUESTIONS

_NO_DOCUMENT = Document("", "", None, "")


def compile_pack(pack: ReadPack, *, base: Policy | None = None) -> tuple[Policy, list[Fault]]:
    """Return the pack as a policy, and every fault. A `base` lends what the pack does not say itself."""
    rules: dict[str, Rule] = {}
    scopes: dict[tuple[object, ...], str] = {}
    questions: dict[str, OpenQuestion] = {}
    documents: dict[str, Document] = {}
    faults = list(pack.faults)
    for file in pack.files:
        source = _source(file, faults)
        if source is not None:
            documents[source[0].file] = as_document(source[0])
        _add_rules(file, source, rules, scopes, faults)
        _add_questions(file, source, questions, faults)
    return _policy(pack, rules, questions, documents, base), faults


Source = tuple[DocumentData, Path]


def _source(file: ReadFile, faults: list[Fault]) -> Source | None:
    wanted = file.data.document
    if wanted is None:
        if file.data.rules or file.data.questions:
            faults.append(file.lines.fault([], "没有写明依据文件（document）"))
        return None
    document = find_document(wanted)
    path = document_path(document, beside=file.path.parent) if document else None
    if document is None or path is None:
        name = wanted if isinstance(wanted, str) else wanted.file
        faults.append(file.lines.fault(["document"], f"找不到依据文件“{name}”，请放入政策文件夹或政策库"))
        return None
    return document, path


def _add_rules(
    file: ReadFile,
    source: Source | None,
    rules: dict[str, Rule],
    scopes: dict[tuple[object, ...], str],
    faults: list[Fault],
) -> None:
    for number, rule in enumerate(file.data.rules):
        place = ["rules", number]
        if rule.id in rules:
            faults.append(file.lines.fault([*place, "id"], f"规则编号重复：{rule.id}"))
            continue
        rules[rule.id] = rule.compiled(_clause(file, place, rule, source, faults))
        _check_scope(file, place, rule, scopes, faults)


def _check_scope(
    file: ReadFile,
    place: list[object],
    rule: RuleVariant,
    scopes: dict[tuple[object, ...], str],
    faults: list[Fault],
) -> None:
    scope = (rule.kind, *rule.scope())
    if scope in scopes:
        problem = f"与规则 {scopes[scope]} 适用范围相同、日期重叠；同一规则的变化请写在同一条的 values 里"
        faults.append(file.lines.fault([*place, "applies_to"], problem))
    scopes[scope] = rule.id


def _clause(
    file: ReadFile,
    place: list[object],
    said: RuleVariant | QuestionData,
    source: Source | None,
    faults: list[Fault],
) -> Clause:
    if source is None:
        return Clause(_NO_DOCUMENT, said.clause, said.text)
    document, path = source
    wrong = clause_problem(path, clause=said.clause, text=said.text)
    if wrong is not None:
        field, problem = wrong
        faults.append(file.lines.fault([*place, field], f"{document.number or document.title}：{problem}"))
    return Clause(as_document(document), said.clause, said.text)


def _add_questions(
    file: ReadFile, source: Source | None, questions: dict[str, OpenQuestion], faults: list[Fault]
) -> None:
    for number, said in enumerate(file.data.questions):
        place: list[object] = ["questions", number]
        known = QUESTIONS.get(said.id)
        if known is None:
            listed = "、".join(QUESTIONS)
            faults.append(file.lines.fault([*place, "id"], f"不认识的问题 {said.id}，可用：{listed}"))
            continue
        if said.id in questions:
            faults.append(file.lines.fault([*place, "id"], f"问题重复：{said.id}"))
        answers = tuple(said.answers) if said.answers else known
        _check_answers(file, place, said, known, faults)
        clause = _clause(file, place, said, source, faults)
        questions[said.id] = OpenQuestion(said.id, clause, said.silence, answers, said.settled)


def _check_answers(
    file: ReadFile, place: list[object], said: QuestionData, known: tuple[str, ...], faults: list[Fault]
) -> None:
    for number, answer in enumerate(said.answers or ()):
        if answer not in known:
            problem = f"不认识的答案 {answer}，可用：{'、'.join(known)}"
            faults.append(file.lines.fault([*place, "answers", number], problem))
    if said.settled and said.settled not in known:
        problem = f"不认识的答案 {said.settled}，可用：{'、'.join(known)}"
        faults.append(file.lines.fault([*place, "settled"], problem))
    if said.settled and not said.text:
        faults.append(file.lines.fault(place, "文件已有规定（settled）时，须写条款原文（text）"))
    if not said.settled and not said.silence:
        faults.append(file.lines.fault(place, "请写明文件没有规定什么（silence）"))


def _policy(
    pack: ReadPack,
    rules: dict[str, Rule],
    questions: dict[str, OpenQuestion],
    documents: dict[str, Document],
    base: Policy | None,
) -> Policy:
    if base is not None:
        rules = {**{rule.id: rule for rule in base.rules}, **rules}
        questions = {**base.questions, **questions}
        documents = {**{document.file: document for document in base.documents}, **documents}
    made = tuple(rules.values())
    in_order = {key: questions[key] for key in sorted(questions, key=ORDER.__getitem__)}
    return Policy(
        key=pack.key,
        title=_first(file.data.title for file in pack.files) or (base.title if base else pack.key),
        city=_first(file.data.city for file in pack.files) or (base.city if base else ""),
        sha256=pack.digest,
        rules=made,
        questions=MappingProxyType(in_order),
        signs=_signs(pack) or (base.signs if base else Signs()),
        prizes=_prizes(made),
        titles=MappingProxyType({(r.level, r.contest_class): r for r in made if isinstance(r, TitleRule)}),
        standards=MappingProxyType({r.level: r for r in made if isinstance(r, StandardRule)}),
        clause=_main_clause(made),
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


def _main_clause(rules: tuple[Rule, ...]) -> Clause:
    """Return the clause that stands for the policy where no rule applies: its first prize's."""
    return rules[0].clause if rules else Clause(_NO_DOCUMENT, "", "")


def _signs(pack: ReadPack) -> Signs | None:
    said = next((file.data.signs for file in pack.files if file.data.signs), None)
    if said is None:
        return None
    return Signs(
        tuple(said.selection),
        tuple(said.demonstration),
        MappingProxyType(dict(said.forms)),
        MappingProxyType({level: tuple(names) for level, names in said.home.items()}),
        MappingProxyType({level: tuple(names) for level, names in said.elsewhere.items()}),
    )
