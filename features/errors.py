"""The tree of errors that a user can cause or mend.

::

    MingchaError
    ├── DataError            a file or table cannot be used as it is
    │   ├── MissingTable     a required table is not in the folder
    │   └── MissingColumn    a required column is not in its table
    ├── SettingError         an option or setting has a value that cannot be used
    └── ModelError           a trained model cannot be found, read or trusted
        ├── NoModel          nothing is registered under that name or alias
        └── PromotionRefused a version may not become champion

Every message is one sentence that says what is wrong, where, and how to mend it; none carries personal data.
"""

__all__ = [
    "DataError",
    "MingchaError",
    "MissingColumn",
    "MissingTable",
    "ModelError",
    "NoModel",
    "PromotionRefused",
    "SettingError",
]


class MingchaError(Exception):
    """Root of all errors that end a run with a message instead of a traceback."""


class DataError(MingchaError):
    """A file or table cannot be used as it is."""


class MissingTable(DataError):
    """A required table is not in the folder."""


class MissingColumn(DataError):
    """A required column is not in its table."""


class SettingError(MingchaError):
    """An option or setting has a value that cannot be used."""


class ModelError(MingchaError):
    """A trained model cannot be found, read or trusted."""


class NoModel(ModelError):
    """Nothing is registered under that name or alias."""


class PromotionRefused(ModelError):
    """A version may not become champion."""
