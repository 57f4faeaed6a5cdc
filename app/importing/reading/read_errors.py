"""Whatever a damaged file makes its readers raise, as one clear error that names the file."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import InputError

_RAISED = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError)


@contextmanager
def translate_read_errors(path: Path) -> Iterator[None]:
    """Raise InputError for a damaged or locked file in place of what its reader raises inside the block."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise InputError("import-encrypted", path=path) from error
    except (CalamineError, *_RAISED) as error:
        raise InputError("import-damaged", path=path) from error
    except BaseException as error:
        if type(error).__module__ == "pyo3_runtime":  # the reader's own guard against bad offsets
            raise InputError("import-damaged", path=path) from error
        raise
