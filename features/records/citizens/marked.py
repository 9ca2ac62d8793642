"""What was done to the citizen numbers of a table, counted."""

from collections import Counter
from dataclasses import dataclass, field

from features.records.rule import Rule

__all__ = ["Marked"]


@dataclass(frozen=True)
class Marked:
    """Counts by the number of the source and ``column: rule``.

    Parameters
    ----------
    fixed : dict of int to Counter
        Values changed.
    flagged : dict of int to Counter
        Values kept with a doubt.
    """

    fixed: dict[int, Counter[str]] = field(default_factory=dict)
    flagged: dict[int, Counter[str]] = field(default_factory=dict)

    def fix(self, source: int, column: str, rule: Rule, count: int) -> None:
        """Count values that were changed."""
        _add(self.fixed, source, f"{column}: {rule.en}", count)

    def flag(self, source: int, column: str, rule: Rule, count: int) -> None:
        """Count values that are doubtful."""
        _add(self.flagged, source, f"{column}: {rule.en}", count)


def _add(counts: dict[int, Counter[str]], source: int, key: str, count: int) -> None:
    if count:
        counts.setdefault(source, Counter())[key] += count
