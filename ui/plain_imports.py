"""Takes Qt's hook out of `import`: imported once, by `ui` itself, before anything else of Qt.

PySide6 replaces `import` by its own, which looks at the source of every module imported after it for a
switch (`from __feature__ import …`) that this program does not use. Under it the store's modules take
60 ms and 20 MB more (measured with PySide6 6.11 and SQLAlchemy 2.1).
"""

from __future__ import annotations

import builtins

_plain = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - this is what puts the hook in

builtins.__import__ = _plain
