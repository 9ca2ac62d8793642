"""Who made which version champion, when and why: one tag of the registered model for each change.

MLflow keeps an alias and forgets where it pointed before. Here nothing is overwritten: each change adds a tag whose
name begins with its number and ends with its moment, so that two changes at once on a shared server both stay.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from models.promotion import Shortfall

__all__ = ["Kind", "Promotion", "previous_champion", "read_history", "tag_of"]

#: What happened: the first version of all, a promotion, or the way back.
Kind = Literal["first", "promoted", "rolled back"]

_HEAD: Final = "mingcha.promotion."


@dataclass(frozen=True)
class Promotion:
    """One change of champion.

    Parameters
    ----------
    at : datetime
        When, in UTC.
    kind : {"first", "promoted", "rolled back"}
        How it came about.
    version : str
        The champion since then.
    before : str
        The champion until then, empty if there was none.
    by, reason : str
        Who did it and why, as far as it was told.
    shortfalls : tuple of Shortfall
        What the version fell short of; not empty only where a named person overrode the refusal.
    """

    at: datetime
    kind: Kind
    version: str
    before: str = ""
    by: str = ""
    reason: str = ""
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def overridden(self) -> bool:
        """Whether the version was made champion although it fell short."""
        return bool(self.shortfalls)


def tag_of(promotion: Promotion, number: int) -> tuple[str, str]:
    """Return the tag that keeps a promotion.

    Parameters
    ----------
    promotion : Promotion
        What happened.
    number : int
        How many changes there were before.

    Returns
    -------
    key, value : str
        JSON in the value.

    Examples
    --------
    >>> key, value = tag_of(Promotion(datetime(2026, 1, 5, 8, tzinfo=UTC), "first", "1"), 0)
    >>> key
    'mingcha.promotion.00000.20260105T080000000000Z'
    """
    moment = promotion.at.astimezone(UTC)
    content = asdict(promotion) | {"at": moment.isoformat()}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return f"{_HEAD}{number:05}.{moment:%Y%m%dT%H%M%S%fZ}", text


def read_history(tags: Mapping[str, str]) -> tuple[Promotion, ...]:
    """Return the promotions among the tags of a registered model, the oldest first.

    Tags that are none of ours are passed over; so is one of ours that somebody edited beyond reading, since a note on
    the past must not keep a model from being used.
    """
    keys = sorted(key for key in tags if key.startswith(_HEAD))
    return tuple(promotion for key in keys if (promotion := _read(tags[key])) is not None)


def _read(text: str) -> Promotion | None:
    try:
        content = json.loads(text)
        words = {key: str(content[key]) for key in ("version", "before", "by", "reason")}
        at = datetime.fromisoformat(content["at"]).astimezone(UTC)
        return Promotion(at, content["kind"], **words, shortfalls=tuple(map(_shortfall, content["shortfalls"])))
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        return None


def _shortfall(content: Mapping[str, Any]) -> Shortfall:
    return Shortfall(str(content["part"]), zh=str(content["zh"]), en=str(content["en"]))


def previous_champion(history: Sequence[Promotion], current: str, existing: Collection[str]) -> str:
    """Return the version to go back to, empty if there is none.

    The champions form a stack: a promotion lays one on top, a way back takes those above away. So going back twice
    leads to the champion before the last two, and a version that was given up is never come back to by this way.

    Parameters
    ----------
    history : sequence of Promotion
        The oldest first.
    current : str
        The champion now, which may have been set by hand.
    existing : collection of str
        Versions that still exist.

    Examples
    --------
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> steps = [Promotion(at, "first", "1"), Promotion(at, "promoted", "2", "1"), Promotion(at, "promoted", "3", "2")]
    >>> previous_champion(steps, "3", {"1", "2", "3"})
    '2'
    >>> previous_champion([*steps, Promotion(at, "rolled back", "2", "3")], "2", {"1", "2", "3"})
    '1'
    """
    left = [version for version in _stack(history) if version in existing]
    if current in left:
        del left[len(left) - 1 - left[::-1].index(current) :]
    return left[-1] if left else ""


def _stack(history: Iterable[Promotion]) -> list[str]:
    stack: list[str] = []
    for change in history:
        if change.kind == "rolled back":
            while stack and stack[-1] != change.version:
                stack.pop()
        elif change.before in stack:  # what lies above it was never carried out, or was undone by hand
            del stack[len(stack) - stack[::-1].index(change.before) :]
        elif change.before:  # somebody had moved the alias by hand
            stack.append(change.before)
        if stack[-1:] != [change.version]:
            stack.append(change.version)
    return stack
