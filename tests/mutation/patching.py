"""A fault put into modules that are imported already, so that a trial need not import them anew."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from types import CodeType, FunctionType

from tests.mutation.operators import mutated_tree

_Place = tuple[str, int]  # the qualified name of a function and its first line


def put_in(path: str, source: str, index: int) -> bool:
    """Give the functions of the imported module at `path` the code that they have in the mutant.

    Returns False and changes nothing where the fault is outside functions (in a table, a default value, the
    body of a class): others have imported what was made of it. So it does for a function that is not there.
    """
    plain = compile(ast.parse(source), path, "exec", dont_inherit=True)
    faulty = compile(mutated_tree(source, index), path, "exec", dont_inherit=True)
    if _outside_functions(plain) != _outside_functions(faulty):
        return False
    before, after = dict(_functions(plain)), dict(_functions(faulty))
    changed = {place: code for place, code in after.items() if code != before[place]}
    live = [function for function in _live(path) if _place(function.__code__) in changed]
    if not changed or {_place(function.__code__) for function in live} != changed.keys():
        return False
    if any(len(changed[_place(f.__code__)].co_freevars) != len(f.__closure__ or ()) for f in live):
        return False
    for function in live:
        function.__code__ = changed[_place(function.__code__)]
    return True


def _place(code: CodeType) -> _Place:
    return code.co_qualname, code.co_firstlineno


def _live(path: str) -> list[FunctionType]:
    """Return the functions of a module that are not made inside another function."""
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, FunctionType)
        and one.__code__.co_filename == path
        and "<locals>" not in one.__code__.co_qualname
    ]


def _functions(code: CodeType) -> Iterator[tuple[_Place, CodeType]]:
    """Yield the functions of a module or of its classes; what is inside a function belongs to its code."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if _is_class(constant):
                yield from _functions(constant)
            else:
                yield _place(constant), constant


def _outside_functions(code: CodeType) -> list[object]:
    """Return what a module and the bodies of its classes do, without the insides of functions."""
    own = [constant for constant in code.co_consts if not isinstance(constant, CodeType)]
    kept: list[object] = [code.co_code, code.co_names, list(map(repr, own))]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            kept.append(_outside_functions(constant) if _is_class(constant) else _place(constant))
    return kept


def _is_class(code: CodeType) -> bool:
    """Return whether code is the body of a class: the only kind whose locals are not optimised."""
    return not code.co_flags & 0x1  # CO_OPTIMIZED
