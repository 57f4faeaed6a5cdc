"""Modules whose functions say that they were entered, to find out which tests reach which function.

A statement at the start of each function costs far less than a trace of every call that the tests make.
"""

from __future__ import annotations

import ast

MARK = "_entered_by_a_test"  # the name, among the built-in ones, of what is called with `file:function`


def marked(source: str, file: str) -> str:
    """Return the text of a module in which each function calls `MARK` before anything else.

    Functions are named as `Mutant.scope` names them; a lambda or comprehension belongs to what is around it.
    """
    tree = ast.parse(source)
    _mark(tree, "", file)
    return ast.unparse(ast.fix_missing_locations(tree))


def _mark(node: ast.AST, scope: str, file: str) -> None:
    within = scope
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        within = f"{scope}.{node.name}" if scope else node.name
    for child in ast.iter_child_nodes(node):
        _mark(child, within, file)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        call = ast.Call(ast.Name(MARK, ast.Load()), [ast.Constant(f"{file}:{within}")], [])
        node.body.insert(1 if ast.get_docstring(node) is not None else 0, ast.Expr(call))
