"""Mutation operators: which small faults can be put into a module, and the module's text with one of them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], tuple[str, type[ast.cmpop]]] = {
    ast.Lt: ("boundary", ast.LtE),
    ast.LtE: ("boundary", ast.Lt),
    ast.Gt: ("boundary", ast.GtE),
    ast.GtE: ("boundary", ast.Gt),
    ast.Eq: ("equality", ast.NotEq),
    ast.NotEq: ("equality", ast.Eq),
    ast.Is: ("equality", ast.IsNot),
    ast.IsNot: ("equality", ast.Is),
    ast.In: ("equality", ast.NotIn),
    ast.NotIn: ("equality", ast.In),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
_OTHER_METHOD = {
    "is_": "is_not",
    "is_not": "is_",
    "in_": "not_in",
    "not_in": "in_",
    "asc": "desc",
    "desc": "asc",
    "outerjoin": "join",
    "and_": "or_",
    "or_": "and_",
    "startswith": "endswith",
    "endswith": "startswith",
}
_FILTERS = {"where", "filter", "having", "and_", "or_"}
_COLUMNS = {"Column", "money_column"}  # what makes a column of a list
_LEFT_ALONE = {"width", "height", "strict"}  # keywords: measures of lists; a check as an assertion is one
_COLLECTION = (ast.Tuple, ast.List, ast.Set)
_LEAVES = (ast.Constant, ast.Attribute, ast.Name)
_SIZES = 100  # from here on a number is a size of a batch, a width or a character, not a rule
_Scope = str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the file (relative, with /), the line, the function around it, and what is changed.

    `key` names it independently of the line, so that edits elsewhere in the file leave it as it is.
    """

    file: str
    line: int
    scope: str
    operator: str
    change: str
    index: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return file, function, operator and change."""
        return self.file, self.scope, self.operator, self.change


@dataclass(slots=True)
class _Site:
    """A field of a syntax node and the value that would stand there in the mutant."""

    holder: ast.AST
    field: str
    value: Any
    line: int
    operator: str
    change: str
    scope: _Scope = ""


def mutants_of(source: str, file: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    mutants: list[Mutant] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for index, site in enumerate(_sites(ast.parse(source))):
        key = (site.scope, site.operator, site.change)
        seen[key] += 1
        change = site.change if seen[key] == 1 else f"{site.change} #{seen[key]}"
        mutants.append(Mutant(file, site.line, site.scope, site.operator, change, index))
    return mutants


def mutated(source: str, mutant: Mutant) -> str:
    """Return the text of a module with this mutant's fault in it; comments are not kept."""
    return ast.unparse(mutated_tree(source, mutant.index))


def mutated_tree(source: str, index: int) -> ast.Module:
    """Return a module's syntax tree with the fault of the mutant of that index, its lines as they were."""
    tree = ast.parse(source)
    site = next(site for at, site in enumerate(_sites(tree)) if at == index)
    setattr(site.holder, site.field, site.value)
    _Compilable().visit(tree)
    return ast.fix_missing_locations(tree)


class _Compilable(ast.NodeTransformer):
    """Puts what is left of `a and b` without `b` in its place; a single clause cannot be compiled."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        return node if len(node.values) > 1 else node.values[0]


def _sites(tree: ast.Module) -> Iterator[_Site]:
    """Yield what may be changed; annotations, decorators, docstrings and declarations of names are not."""
    yield from _sites_in(tree, "")


def _sites_in(node: ast.AST, scope: _Scope) -> Iterator[_Site]:
    if _is_declaration(node):
        return
    within = scope
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        within = f"{scope}.{node.name}" if scope else node.name
    for site in _sites_at(node):
        site.scope = within
        yield site
    if isinstance(node, ast.Raise):
        return  # what a message says is held by the tests of words
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        children = value if isinstance(value, list) else [value]
        for child in children:
            if isinstance(child, ast.AST) and not _is_width(node, child):
                yield from _sites_in(child, within)


def _is_declaration(node: ast.AST) -> bool:
    """Return whether nothing below may be changed: imports, `__all__`, types, messages of exceptions."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert):
        return True
    if isinstance(node, ast.Assign):
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        return bool(names & {"__all__", "__slots__"}) or _is_type_alias(node)
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_width(node: ast.AST, child: ast.AST) -> bool:
    """Return whether `child` is a width or height in a list, or another keyword that nobody notices."""
    if isinstance(child, ast.keyword):
        return child.arg in _LEFT_ALONE
    is_column = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _COLUMNS
    return is_column and isinstance(child, ast.Constant)


def _is_type_alias(node: ast.Assign) -> bool:
    """Return whether a module gives a type a name: `Clock = Callable[[], datetime]`."""
    (target, *_), value = node.targets, node.value
    if not isinstance(target, ast.Name) or not target.id.lstrip("_")[:1].isupper() or target.id.isupper():
        return False
    return isinstance(value, ast.Subscript | ast.BinOp) or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "NewType"
    )


def _sites_at(node: ast.AST) -> Iterator[_Site]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield from _combined(node)
        case ast.BinOp():
            yield from _computed(node)
        case ast.Call():
            yield from _called(node)
        case ast.Constant():
            yield from _constant(node)
        case ast.Tuple() | ast.List() | ast.Set():
            yield from _collected(node)
        case ast.Dict():
            yield from _mapped(node)
        case ast.comprehension(ifs=[_, *_]):
            for at, clause in enumerate(node.ifs):
                rest = [*node.ifs[:at], *node.ifs[at + 1 :]]
                yield _Site(node, "ifs", rest, clause.lineno, "filter", f"without if {_text(clause)}")
        case _:
            yield from _decided(node)


def _compared(node: ast.Compare) -> Iterator[_Site]:
    for at, operation in enumerate(node.ops):
        kind, other = _COMPARISONS[type(operation)]
        ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
        changed = ast.Compare(node.left, ops, node.comparators)
        yield _Site(node, "ops", ops, node.lineno, kind, f"{_text(node)} → {_text(changed)}")


def _combined(node: ast.BoolOp) -> Iterator[_Site]:
    if isinstance(node.op, ast.Or) and isinstance(last := node.values[-1], ast.Constant) and not last.value:
        return  # `count or 0`: a default that the type asks for
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    change = f"{_text(node)} → {'or' if isinstance(node.op, ast.And) else 'and'}"
    yield _Site(node, "op", other, node.lineno, "and/or", change)
    for at, clause in enumerate(node.values):
        rest = [*node.values[:at], *node.values[at + 1 :]]
        change = f"{_text(node)} without {_text(clause)}"
        yield _Site(node, "values", rest, clause.lineno, "clause", change)


def _computed(node: ast.BinOp) -> Iterator[_Site]:
    other = _ARITHMETIC.get(type(node.op))
    if other is None or any(_is_text(side) for side in (node.left, node.right)):
        return
    changed = ast.BinOp(node.left, other(), node.right)
    yield _Site(node, "op", other(), node.lineno, "arithmetic", f"{_text(node)} → {_text(changed)}")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _called(node: ast.Call) -> Iterator[_Site]:
    match node.func:
        case ast.Name(id=name) if name in _OTHER_CALL:
            yield _Site(
                node.func,
                "id",
                _OTHER_CALL[name],
                node.lineno,
                "call",
                f"{_text(node)} → {_OTHER_CALL[name]}",
            )
        case ast.Attribute(attr=name) if name in _OTHER_METHOD:
            other = _OTHER_METHOD[name]
            yield _Site(node.func, "attr", other, node.lineno, "call", f"{_text(node)} → {other}")
    named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if named in _FILTERS:
        for at, clause in enumerate(node.args):
            rest = [*node.args[:at], *node.args[at + 1 :]]
            yield _Site(node, "args", rest, clause.lineno, "filter", f"{named} without {_text(clause)}")
    for at, keyword in enumerate(node.keywords):
        if keyword.arg is not None and keyword.arg not in _LEFT_ALONE:
            rest_named = [*node.keywords[:at], *node.keywords[at + 1 :]]
            change = f"{_text(node.func)}(…) without {keyword.arg}={_text(keyword.value)}"
            yield _Site(node, "keywords", rest_named, keyword.value.lineno, "keyword", change)


def _constant(node: ast.Constant) -> Iterator[_Site]:
    value = node.value
    if isinstance(value, bool):
        yield _Site(node, "value", not value, node.lineno, "constant", f"{value} → {not value}")
    elif isinstance(value, int) and value < _SIZES:
        for other in (value + 1, value - 1) if value else (1,):
            yield _Site(node, "value", other, node.lineno, "constant", f"{value} → {other}")


def _collected(node: ast.Tuple | ast.List | ast.Set) -> Iterator[_Site]:
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and len(node.elts) > 1:
        for at, element in enumerate(node.elts):
            if isinstance(element, _LEAVES):
                rest = [*node.elts[:at], *node.elts[at + 1 :]]
                change = f"{_text(node)} without {_text(element)}"
                yield _Site(node, "elts", rest, element.lineno, "element", change)


def _mapped(node: ast.Dict) -> Iterator[_Site]:
    """Give an entry of a table the value of the next one."""
    values = node.values
    for at, key in enumerate(node.keys):
        other = values[(at + 1) % len(values)]
        if key is not None and ast.dump(other) != ast.dump(values[at]):
            rest = [*values[:at], other, *values[at + 1 :]]
            change = f"{_text(key)}: {_text(values[at])} → {_text(other)}"
            yield _Site(node, "values", rest, key.lineno, "entry", change)


def _decided(node: ast.AST) -> Iterator[_Site]:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield _Site(node, "op", ast.UAdd(), node.lineno, "sign", f"{_text(node)} → {_text(operand)}")
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            twice = ast.UnaryOp(ast.Not(), operand)
            yield _Site(node, "operand", twice, node.lineno, "not", f"{_text(node)} → {_text(operand)}")
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield _Site(node, "value", ast.Constant(None), node.lineno, "return", f"{_text(node)} → None")
    test = getattr(node, "test", None)
    if isinstance(test, ast.Name | ast.Attribute | ast.Call):
        negated = ast.UnaryOp(ast.Not(), test)
        yield _Site(node, "test", negated, test.lineno, "not", f"if {_text(test)} → if not")
    for field in ("body", "orelse", "finalbody"):
        if isinstance(body := getattr(node, field, None), list):
            yield from _left_out(node, field, body)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _left_out(node: ast.AST, field: str, body: list[ast.stmt]) -> Iterator[_Site]:
    """Yield the statements of a block that can be left out: a call for its effect, or a refusal."""
    for at, statement in enumerate(body):
        is_call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if is_call or isinstance(statement, ast.Raise):
            rest = [*body[:at], ast.Pass(), *body[at + 1 :]]
            yield _Site(node, field, rest, statement.lineno, "statement", f"without {_text(statement)}")


def _text(node: ast.AST) -> str:
    """Return a node's text on one line, at most 70 characters of it."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else text[:69] + "…"
