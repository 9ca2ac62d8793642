"""A cell on its way to the form of the contract: what it says by now and by which rules it was changed."""

from dataclasses import dataclass

from features.records.rule import Rule

__all__ = ["Draft", "Fix"]


@dataclass(frozen=True, slots=True)
class Fix:
    """What a cell is changed to.

    Parameters
    ----------
    value : str or None
        As the contract writes it; None where the cell says that nothing is known.
    rules : tuple of Rule
        By which it was changed, in order, none twice.
    """

    value: str | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell while it is cleaned.

    Parameters
    ----------
    text : str
        What it says by now.
    rules : tuple of Rule
        By which it was changed so far.
    """

    text: str
    rules: tuple[Rule, ...] = ()

    def then(self, text: str, *rules: Rule) -> "Draft":
        """Return the draft with another text, or itself if the text is the same.

        Parameters
        ----------
        text : str
            What the cell says now.
        *rules : Rule
            By which it was changed.

        Returns
        -------
        Draft
            It carries each rule once.
        """
        if text == self.text:
            return self
        return Draft(text, (*self.rules, *(rule for rule in rules if rule not in self.rules)))

    def fix(self) -> Fix | None:
        """Return the fix, or None where nothing was changed."""
        return Fix(self.text, self.rules) if self.rules else None
