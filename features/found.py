"""What a feature found: how it names its source rows and how one value a household becomes findings."""

import pandas as pd

from features.dossier import Dossier

__all__ = ["by_household", "cite"]


def cite(table: str, *columns: str) -> str:
    """Return the SQL that names a source row as ``table[key]``, its key cells separated by commas.

    Parameters
    ----------
    table : str
        Table of the contract.
    *columns : str
        SQL of the cells of its key; a missing cell is left out.

    Returns
    -------
    str
        An SQL expression of type text.

    Examples
    --------
    >>> cite("holdings", "h.person_id", "h.kind")
    "'holdings[' || concat_ws(',', h.person_id, h.kind) || ']'"
    """
    return f"'{table}[' || concat_ws(',', {', '.join(columns)}) || ']'"


def by_household(dossier: Dossier, value: pd.Series, **words: pd.Series) -> pd.DataFrame:
    """Return one finding a scored household, proven by its decision in force.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    value : pandas.Series
        Shape (households,), in the order of ``dossier.households``; missing where not known.
    **words : pandas.Series
        Columns that the feature's reason tells, indexed like ``dossier.households``.

    Returns
    -------
    pandas.DataFrame
        ``household_id``, ``value`` (float64), ``source`` and the columns of `words`.
    """
    homes = dossier.households
    found = pd.DataFrame({"household_id": homes.index, "value": value.to_numpy(dtype="float64")}, index=homes.index)
    return found.assign(source="decisions[" + homes["decision_id"] + "]", **words).reset_index(drop=True)
