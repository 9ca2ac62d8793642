"""Made-up households with ties and trouble, favoured or not, for the tests of chance."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.tilting import Standing


@dataclass(frozen=True)
class Town:
    """Ties and trouble by household, who is favoured, and the order in which they are looked at."""

    tie: npt.NDArray[np.float64]
    trouble: npt.NDArray[np.float64]
    strata: npt.NDArray[np.str_]
    names: npt.NDArray[np.str_]
    favoured: npt.NDArray[np.bool_]

    @property
    def ranks(self) -> npt.NDArray[np.int64]:
        ranks = np.empty(len(self.tie), dtype=np.int64)
        ranks[np.lexsort((self.names, -(self.tie**0.3) * self.trouble**0.7))] = np.arange(1, len(ranks) + 1)
        return ranks


def a_town(seed: int, *, size: int = 400, favoured: float = 0.0, tied: float = 0.1) -> Town:
    """Half of all have no trouble; the favoured have a tie and three times the trouble of others."""
    rng = np.random.default_rng(seed)
    chosen = rng.random(size) < favoured
    tie = np.where((rng.random(size) < tied) | chosen, rng.exponential(1.0, size) + 0.1, 0.0)
    trouble = np.where(rng.random(size) < 0.5, rng.exponential(1.0, size), 0.0)
    trouble = np.where(chosen, 2.0 + rng.exponential(2.0, size), trouble)
    strata = rng.choice(["a", "b", "c"], size)
    return Town(tie, trouble, strata, np.array([f"H{i:05d}" for i in rng.permutation(size)]), chosen)


def a_standing(town: Town, seed: int, *, premium: float = 0.0) -> tuple[Town, Standing]:
    """One in ten lives well, of the favoured six, and of the tied, aided or not, the premium more.

    The town that is returned has ranks that count the standard of living; its trouble counts it too.
    """
    rng = np.random.default_rng([seed, 1])
    chance = 0.1 + 0.5 * town.favoured + premium * (town.tie > 0)
    level = np.where(rng.random(len(chance)) < chance, rng.uniform(0.3, 1.0, len(chance)), 0.0)
    standing = Standing(town.trouble + 2 * level, level)
    return replace(town, trouble=standing.trouble), standing
