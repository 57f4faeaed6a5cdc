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
    """Return the user's data folder, made if it is not there."""
    from platformdirs import user_data_path

    return user_data_path("MuyeAwards", appauthor=False, ensure_exists=True)


def default_registry() -> Path:
    """Return the file that holds the registry where nobody names one."""
    return user_data_folder() / "registry.db"
