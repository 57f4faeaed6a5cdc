"""Errors this program raises on purpose, split by whose fault they are. Anything else is a bug."""

from __future__ import annotations


class AppError(Exception):
    """Base of expected errors: `code` picks the Chinese text in resources/words, `params` fill it.

    The text says what happened, to which thing, and what to do now.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class InputError(AppError):
    """What was handed in cannot be used: a file, a value, an argument."""


class NotFoundError(AppError):
    """The thing asked for is not in the registry."""


class ConflictError(AppError):
    """Someone else changed it first, or its state forbids this."""


class PolicyError(AppError):
    """A policy cannot answer."""


class PolicyFileError(PolicyError):
    """A policy, ruling or standards file is faulty; `params["faults"]` lists every fault."""


class StorageError(AppError):
    """The store cannot be used."""


class BusyError(StorageError):
    """Another program holds the store's lock."""


class ReadOnlyError(StorageError):
    """The store may not be written."""


class FullError(StorageError):
    """The disk is full."""


class CorruptError(StorageError):
    """The store is damaged or is no store of ours."""


class DocumentError(AppError):
    """A document cannot be written."""


class MissingGlyphError(DocumentError):
    """A character that no font has; names the person."""


class FileInUseError(DocumentError):
    """The output file is open elsewhere or its folder may not be written."""


class Cancelled(AppError):
    """The user asked to stop."""

    def __init__(self) -> None:
        super().__init__("cancelled")
