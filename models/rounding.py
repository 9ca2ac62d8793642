"""Intervals in words: rounded so that they never seem to leave out what they hold."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

__all__ = ["outward"]

NOISE: Final = 12
"""Significant digits beyond which a binary fraction says nothing: 0.57 must not become 0.56 on the way down."""


def outward(low: float, high: float, digits: int, *, per_cent: bool = False) -> tuple[str, str]:
    """Return the ends of an interval as text, the lower one rounded down and the upper one up.

    An estimate that lies within them lies within them as printed, too, if it is printed with at least as many digits.

    Parameters
    ----------
    low, high : float
        Ends of the interval.
    digits : int
        Digits after the point.
    per_cent : bool
        Whether they are shares to be told in per cent.

    Returns
    -------
    tuple of str
        Lower and upper end; a dash for an end that is not known.

    Examples
    --------
    >>> outward(0.3755, 0.9896, 2)
    ('0.37', '0.99')
    >>> outward(0.57, 0.57, 2), outward(0.0123, 0.2, 1, per_cent=True)
    (('0.57', '0.57'), ('1.2%', '20.0%'))
    """
    return _end(low, digits, ROUND_FLOOR, per_cent=per_cent), _end(high, digits, ROUND_CEILING, per_cent=per_cent)


def _end(value: float, digits: int, rounding: str, *, per_cent: bool) -> str:
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    exact = Decimal(f"{value:.{NOISE}g}").scaleb(2 if per_cent else 0)
    told = exact.quantize(Decimal(1).scaleb(-digits), rounding=rounding)
    return f"{told:f}{'%' if per_cent else ''}"
