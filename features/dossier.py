"""The dossier of a run: everything that features may look at, as it was known on the day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import pandas as pd

from features.aid_months import keep_aid_months
from features.graphs.contacts import contact_ties
from features.graphs.senses import Sense
from features.graphs.ties import kin_ties
from features.law.law import Law
from features.law.reading import NATIONAL
from features.law.tables import assumed_years, keep_law
from features.lines import keep_limits
from features.records.store import Known
from features.scored import keep_scored

__all__ = ["Dossier", "open_dossier"]

DEGREE: Final = 3
"""Default of the longest kinship path that counts as a tie, in steps."""
HUB: Final = 10
"""Default of how many people may share an address, phone or account before it says nothing."""


@dataclass(frozen=True)
class Dossier:
    """What features see.

    Parameters
    ----------
    known : Known
        The tables as they were known on the day, with the temporary tables of
        :func:`features.scored.keep_scored`, :func:`features.aid_months.keep_aid_months`,
        :func:`features.law.tables.keep_law` and :func:`features.lines.keep_limits`.
    households : pandas.DataFrame
        One row a scored household, sorted by and indexed with ``household_id``: its decision in force, scheme,
        region, township and peer group.
    kin, contacts : pandas.DataFrame
        Ties to officials; see :func:`features.graphs.ties.kin_ties` and :func:`features.graphs.contacts.contact_ties`.
    kin_graph, contact_graph : networkx graph
        What the ties were found in.
    law : Law
        What acts are measured by.
    assumed_years : tuple of int
        Years without known holidays in which intervals count working days; see
        :func:`features.law.tables.assumed_years`.
    """

    known: Known
    households: pd.DataFrame
    kin: pd.DataFrame
    kin_graph: nx.DiGraph
    contacts: pd.DataFrame
    contact_graph: nx.Graph
    law: Law
    assumed_years: tuple[int, ...]

    def frame(self, sql: str, **values: Any) -> pd.DataFrame:
        """Run `sql` over the known tables; see :meth:`features.records.store.Known.frame`."""
        return self.known.frame(sql, **values)


def open_dossier(
    known: Known,
    *,
    degree: int = DEGREE,
    hub: int = HUB,
    kin_sense: Sense = "distant",
    law: Law = NATIONAL,
    progress: Callable[[str], None] = lambda _: None,
) -> Dossier:
    """Find the scored households, build the graphs and find the ties.

    Parameters
    ----------
    known : Known
        What was known on the day.
    degree : int
        Longest kinship path that counts, in steps.
    hub : int
        Most people that may share a contact.
    kin_sense : {"close", "wider", "distant"}
        Widest sense in which a relative counts.
    law : Law
        Standards, limits and intervals; the national defaults where nothing else is asked for.
    progress : callable
        Called with a word before each stage.

    Returns
    -------
    Dossier
        Ready for :func:`features.table.feature_table`.

    Raises
    ------
    DataError
        If no decision is in force on the day.
    """
    progress("households")
    keep_scored(known)
    keep_aid_months(known)
    keep_law(known, law)
    keep_limits(known)
    progress("kinship")
    kin, kin_graph = kin_ties(known, degree, kin_sense)
    progress("contacts")
    contacts, contact_graph = contact_ties(known, hub)
    households = known.frame("SELECT * FROM scored ORDER BY household_id").set_index("household_id")
    assumed = assumed_years(known, law)
    return Dossier(known, households, kin, kin_graph, contacts, contact_graph, law, assumed)
