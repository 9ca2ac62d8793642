"""Numbers in sentences: with separators of thousands, and the word that goes with one or with many."""

__all__ = ["Counted"]


class Counted(int):
    """A count that a template can ask for its word.

    ``{n}`` gives the number with separators of thousands, ``{n:household/households}`` the word for so many.

    Examples
    --------
    >>> "{n} {n:household/households}".format(n=Counted(1)), f"{Counted(1200)} {Counted(1200):is/are}"
    ('1 household', '1,200 are')
    """

    def __format__(self, spec: str) -> str:
        """Return the number, or of two words the one that goes with it."""
        if "/" not in spec:
            return int.__format__(self, spec or ",")
        one, _, many = spec.partition("/")
        return one if self == 1 else many
