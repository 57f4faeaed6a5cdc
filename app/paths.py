"""Where the program's own data lies, and where a user's registry lies by default."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
FONTS = RESOURCES / "fonts"
POLICIES = RESOURCES / "policies"
DOCUMENTS = RESOURCES / "documents"
WORDS = RESOURCES / "words"
EXAMPLE = RESOURCES / "example"


def user_data_folder() -> Path:
    """Return the user's data folder, made for its owner alone where it is missing. Raises OSError."""
    folder = user_data_path()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def default_registry() -> Path:
    """Return the file that holds the registry where nobody names one; it need not be there yet."""
    return user_data_path() / "registry.db"


def user_data_path() -> Path:
    """Return where the user's data folder is or will be."""
    from platformdirs import user_data_path as path_of

    return path_of("MuyeAwards", appauthor=False)
