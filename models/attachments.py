"""What is written beside a model for people: figures as metrics, a card, plots, the card's beginning as description."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from features.errors import ModelError

__all__ = ["CARDS", "check_names", "description", "flattened"]

#: The model card in both languages.
CARDS: Final = {"zh": "model_card.zh.md", "en": "model_card.en.md"}

#: Most characters of the description of a version that MLflow's databases hold.
_LONGEST: Final = 5000
_INTERVAL: Final = ("estimate", "low", "high")
_NAME: Final = re.compile(r"(?:[a-z0-9_]+/)?[a-z0-9_][a-z0-9_.]*\.(?:md|png|json|csv|txt|svg)")
_OURS: Final = frozenset({"manifest.json", "figures.json"})
#: What MLflow allows in the name of a metric beyond letters and digits; a slash would make folders of it.
_STRANGE: Final = re.compile(r"[^\w. :-]")


def check_names(attachments: Mapping[str, bytes]) -> None:
    """Refuse attachments whose names lead out of their folder, hide a type, or belong to another file.

    Raises
    ------
    ModelError
        If a name is not one of small letters, digits and marks, in one folder at most, with a known ending.
    """
    for name in attachments:
        if not _NAME.fullmatch(name) or ".." in name or name in _OURS:
            raise ModelError(
                f"the attachment {name!r} of a model cannot be kept under this name: use small letters, digits and "
                "underscores, one folder at most, and md, png, json, csv, txt or svg."
            )


def flattened(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers among figures under dotted names, as MLflow shows metrics.

    Mappings give the parts of a name; rows are named by their trait, group and what it is held against; three numbers
    are an estimate with its interval. Words and lists of another kind stay in ``figures.json`` only.

    Parameters
    ----------
    figures : mapping
        Of a version.

    Returns
    -------
    dict of str to float
        In the order of the figures.

    Examples
    --------
    >>> flattened({"stability": {"jaccard": 0.9, "seeds": [1, 2]}, "findings": {"prevalence": [0.1, 0.05, 0.2]}})
    {'stability.jaccard': 0.9, 'findings.prevalence.estimate': 0.1, 'findings.prevalence.low': 0.05, \
'findings.prevalence.high': 0.2}
    >>> flattened({"fairness": {"selection": [{"trait": "sex", "group": "女", "against": "男", "ratio": 1.0}]}})
    {'fairness.selection.sex.女:男.ratio': 1.0}
    """
    return dict(_leaves(figures, ()))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    if isinstance(value, int | float):
        yield ".".join(_STRANGE.sub("_", part) for part in path)[:250], float(value)
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(_leaves(below, (*path, str(key))) for key, below in value.items())
    elif isinstance(value, list | tuple):
        yield from _listed(value, path)


def _listed(values: list[Any] | tuple[Any, ...], path: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    if len(values) == len(_INTERVAL) and all(isinstance(value, float) for value in values):
        yield from _leaves(dict(zip(_INTERVAL, values, strict=True)), path)
    for row in values:
        if isinstance(row, Mapping) and "trait" in row:
            group = ":".join(str(row[key]) for key in ("group", "against") if row.get(key))
            yield from _leaves(row, (*path, str(row["trait"]), *([group] if group else [])))


def description(attachments: Mapping[str, bytes]) -> str:
    """Return the model card in both languages as the description of a version, each cut at the end of a line.

    Parameters
    ----------
    attachments : mapping of str to bytes
        Among them, if there are any, the cards; UTF-8.

    Returns
    -------
    str
        Markdown of at most 5,000 characters; empty without a card.
    """
    cards = [(name, attachments[name].decode("utf-8").strip()) for name in CARDS.values() if name in attachments]
    if sum(len(card) + 2 for _, card in cards) <= _LONGEST:
        return "\n\n".join(card for _, card in cards)
    return "\n\n".join(_shortened(name, card, _LONGEST // len(cards) - 2) for name, card in cards)


def _shortened(name: str, card: str, longest: int) -> str:
    if len(card) <= longest:
        return card
    note = f"\n\n… → {name}"
    kept = card[: longest - len(note)]
    return (kept.rpartition("\n")[0] or kept).rstrip() + note
