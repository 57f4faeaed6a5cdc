"""Turn read files into a policy: references, verbatim texts, duplicates and overlaps checked on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from app.policy.pack.citing import Citing
from app.policy.pack.reading import ReadFile, ReadPack
from app.policy.pack.schema import QuestionData, RuleVariant
from app.policy.questions import ORDER, QUESTIONS

_NO_CLAUSE = Clause(Document("", "", None), "", "")


def compile_pack(pack: ReadPack, *, base: Policy | None = None) -> tuple[Policy, list[Fault]]:
    """Return the pack as a policy, and every fault. A `base` lends what the pack does not say itself."""
    compiling = _Compiling(list(pack.faults))
    for file in pack.files:
        compiling.add(file)
    return _policy(pack, compiling, base), compiling.faults


class _Compiling:
    """What has been gathered from the files so far."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.rules: dict[str, Rule] = {}
        self.questions: dict[str, OpenQuestion] = {}
        self.documents: dict[str, Document] = {}
        self._scopes: dict[tuple[object, ...], str] = {}

    def add(self, file: ReadFile) -> None:
        """Add a file's rules and questions, each with its clause."""
        citing = Citing(file, self.faults)
        if citing.document is not None:
            self.documents[citing.document.title] = citing.document
        for number, rule in enumerate(file.data.rules):
            self._add_rule(citing, ["rules", number], rule)
        for number, said in enumerate(file.data.questions):
            self._add_question(citing, ["questions", number], said)

    def _add_rule(self, citing: Citing, place: list[object], rule: RuleVariant) -> None:
        if rule.id in self.rules:
            citing.fault([*place, "id"], f"规则编号重复：{rule.id}")
            return
        self.rules[rule.id] = rule.compiled(citing.clause(place, rule))
        scope = (rule.kind, *rule.scope())
        if len(scope) > 1 and scope in self._scopes:
            problem = f"与规则 {self._scopes[scope]} 适用范围相同、日期重叠；变化请写在同一条的 values 里"
            citing.fault([*place, "applies_to"], problem)
        self._scopes[scope] = rule.id

    def _add_question(self, citing: Citing, place: list[object], said: QuestionData) -> None:
        known = QUESTIONS.get(said.id)
        if known is None:
            citing.fault([*place, "id"], f"不认识的问题 {said.id}，可用：{'、'.join(QUESTIONS)}")
            return
        if said.id in self.questions:
            citing.fault([*place, "id"], f"问题重复：{said.id}")
        for field, problem in _question_problems(said, known):
            citing.fault([*place, *field], problem)
        answers = tuple(said.answers) if said.answers else known
        clause = citing.clause(place, said)
        self.questions[said.id] = OpenQuestion(said.id, clause, said.silence, answers, said.settled)


def _question_problems(said: QuestionData, known: tuple[str, ...]) -> list[tuple[list[object], str]]:
    offered = "、".join(known)
    problems: list[tuple[list[object], str]] = [
        (["answers", number], f"不认识的答案 {answer}，可用：{offered}")
        for number, answer in enumerate(said.answers or ())
        if answer not in known
    ]
    if said.settled and said.settled not in known:
        problems.append((["settled"], f"不认识的答案 {said.settled}，可用：{offered}"))
    if said.settled and not said.text:
        problems.append(([], "文件已有规定（settled）时，须写条款原文（text）"))
    if not said.settled and not said.silence:
        problems.append(([], "请写明文件没有规定什么（silence）"))
    return problems


def _policy(pack: ReadPack, gathered: _Compiling, base: Policy | None) -> Policy:
    rules, questions, documents = gathered.rules, gathered.questions, gathered.documents
    if base is not None:
        rules = {**{rule.id: rule for rule in base.rules}, **rules}
        questions = {**base.questions, **questions}
        documents = {**{document.title: document for document in base.documents}, **documents}
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
        MappingProxyType({level: MappingProxyType(dict(ranks)) for level, ranks in said.medal_ranks.items()}),
    )
