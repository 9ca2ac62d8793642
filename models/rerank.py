r"""Learning from findings: how much each family of red flags, and each flag in it, weighs after inspections.

Today's score is :math:`1 - e^{-h}`.  A flag's share :math:`s_f` of the score is how much the hazard h rises, to first
order, when the weight of the flag rises: :math:`h(\theta) = h \exp(\sum_f s_f \theta_f)` for weights
:math:`w_f e^{\theta_f}`.  The chance that an inspection confirms is

.. math:: p = 1 - \exp(-a\, h(\theta)^b), \qquad \theta_f = \phi_{family(f)} + \delta_f ,

and what is minimised over :math:`a, b, \phi, \delta` is

.. math::
    -\sum_i \omega_i \big(y_i \log p_i + (1 - y_i) \log (1 - p_i)\big)
    + \frac{|\phi|^2 + |\delta|^2}{2 \sigma^2} + \frac{(\log a)^2}{2 \cdot 5^2} + \frac{(\log b)^2}{2} ,

y being 1 for confirmed.  With no findings that gives a = b = 1 and :math:`\theta = 0`: today's
ranking, digit for digit.
:math:`\sigma` is `PRIOR_SD`; :math:`1 / \sigma^2`, some forty, is the information that the prior is worth.

A household of the ranked arm was sure to be chosen and has the weight :math:`\omega = 1`.  One of the random arm stands
for many, N / n of them; it has the largest weight up to that at which Kish's effective size is still `WORTH` of the
number of findings, for a single household must not decide.  Last, the new scores get a scale of their own
(:mod:`models.calibration`).

Weights stay at least 0, so one more flag still never lowers a score, and favouritism is still 0 without a tie or
without trouble.  The new weights and the scale go into the manifest of a model version like any other.

References
----------
P. McCullagh, J. A. Nelder, "Generalized Linear Models", 1989, section 4.3 (complementary log-log link).
L. Kish, "Survey Sampling", 1965 (effective sample size).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import mannwhitneyu

from features.declare import Words
from models.calibration import Calibration, fit_calibration
from models.findings import Findings
from models.ranker import Ranker

__all__ = ["Off", "Reranker", "fit_reranker", "hazard", "stabilised_weights"]

PRIOR_SD: Final = 0.15
"""By how much a weight is thought to be wrong before any finding: 15 % for a family, and 15 % for a flag in it."""
LEVEL_SD: Final = 5.0
HIGHEST: Final = 1 - 1e-6
"""Scores are rounded to six digits; one that is rounded to 1 has the hazard of the last one below it."""
WORTH: Final = 0.8
SIGNIFICANT: Final = 0.05
FLOOR: Final = 1e-3
"""Least hazard in fitting: a household without any reason is not infinitely far from one with the least of reasons."""
MOST: Final = 20.0

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
FOLLOWS_NOT: Final = Words(
    "查实的户并不比排除的户排名靠前，结论与排序无关；请先核对核查结论和抽取方式，排序未据此调整。",
    "Confirmed households do not rank above cleared ones: check the findings and how households were selected; "
    "the ranking was not changed by them.",
)


@dataclass(frozen=True)
class Off:
    """No re-ranking, and why.

    Parameters
    ----------
    reason : Words
        One sentence in Chinese and English.
    """

    reason: Words


@dataclass(frozen=True)
class Reranker:
    """What findings changed.

    Parameters
    ----------
    multipliers : dict of str to float
        By feature: what its weight is multiplied by, above 0; 1 leaves it.
    calibration : Calibration
        From the score by the new weights to the chance of being confirmed.
    """

    multipliers: dict[str, float]
    calibration: Calibration

    def reweighed(self, ranker: Ranker) -> Ranker:
        """Return the ranking with the new weights on the old scale."""
        weights = {name: weight * self.multipliers[name] for name, weight in ranker.weights.items()}
        return replace(ranker, weights=weights)

    def applied(self, ranker: Ranker) -> Ranker:
        """Return the ranking with the new weights on the new scale."""
        return replace(self.reweighed(ranker), calibration=self.calibration)

    def to_json(self) -> dict[str, Any]:
        """Return the parameters as plain JSON."""
        return {"multipliers": dict(self.multipliers), **self.calibration.to_json()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote."""
        multipliers = {str(name): float(factor) for name, factor in document["multipliers"].items()}
        return cls(multipliers, Calibration.from_json(document))


def fit_reranker(ranker: Ranker, surprises: pd.DataFrame, findings: Findings) -> Reranker | Off:
    """Learn from findings, or say why not.

    Parameters
    ----------
    ranker : Ranker
        With the prior weights, on its own scale.
    surprises : pandas.DataFrame
        Shape (households, features): every household scored on the day before the first finding, as it was known then.
    findings : Findings
        Those about these households.

    Returns
    -------
    Reranker or Off
        `Off` if there are too few findings, or confirmed households do not rank above cleared ones (Mann-Whitney,
        one-sided, 5 %).  The same for any order of rows.
    """
    lacking = findings.lacking()
    if lacking:
        return Off(lacking)
    seen = surprises.loc[findings.table.index]
    scores = ranker.score(seen)
    before, confirmed = scores.table["score"].to_numpy(dtype="float64"), findings.confirmed
    if mannwhitneyu(before[confirmed], before[~confirmed], alternative="greater").pvalue > SIGNIFICANT:
        return Off(FOLLOWS_NOT)
    shares = scores.weights.div(np.maximum(before, 1e-12), axis=0)
    weights = stabilised_weights(findings.random, len(surprises))
    multipliers = _multipliers(hazard(before), shares, ranker.families, confirmed, weights)
    first = Reranker(multipliers, Calibration())
    after = first.reweighed(ranker).score(seen).table["score"].to_numpy(dtype="float64")
    return replace(first, calibration=fit_calibration(after, confirmed, weights, findings.random))


def hazard(scores: Floats) -> Floats:
    """Return -log(1 - score), at least 0.

    Parameters
    ----------
    scores : array of float
        0 to 1.

    Examples
    --------
    >>> hazard(np.array([0.0, 0.5])).round(3).tolist()
    [0.0, 0.693]
    """
    return np.asarray(-np.log1p(-np.minimum(scores, HIGHEST)))


def stabilised_weights(random: Bools, households: int) -> Floats:
    """Return the weight of each finding.

    Parameters
    ----------
    random : array of bool, shape (findings,)
        Whether a finding is of the random arm.
    households : int
        Scored households.

    Returns
    -------
    array of float, shape (findings,)
        1 for the ranked arm; for the random arm ``households / findings of it``, or the largest lower weight at which
        the effective size is `WORTH` of the number of findings.

    Examples
    --------
    >>> stabilised_weights(np.array([False, True]), 20_000).round(2).tolist()
    [1.0, 3.0]
    """
    drawn, ranked = int(random.sum()), int((~random).sum())
    full = households / max(drawn, 1)
    held = _highest_weight(ranked, drawn)
    return np.where(random, max(1.0, min(full, held)), 1.0)


def _highest_weight(ranked: int, drawn: int) -> float:
    """Solve (ranked + c drawn)**2 = WORTH (ranked + drawn) (ranked + c**2 drawn) for the larger c."""
    worth = WORTH * (ranked + drawn)
    square, line, rest = drawn * (drawn - worth), 2 * ranked * drawn, ranked * (ranked - worth)
    if square >= 0:
        return float("inf")
    return float((-line - np.sqrt(max(line * line - 4 * square * rest, 0.0))) / (2 * square))


def _multipliers(
    hazards: Floats, shares: pd.DataFrame, families: Mapping[str, str], confirmed: Bools, weights: Floats
) -> dict[str, float]:
    names = list(shares.columns)
    codes = sorted({families[name] for name in names})
    place = np.array([codes.index(families[name]) for name in names])
    part, logs = shares.to_numpy(dtype="float64"), np.log(np.maximum(hazards, FLOOR))

    def thetas(found: Floats) -> Floats:
        return np.asarray(found[2 : 2 + len(codes)][place] + found[2 + len(codes) :])

    def loss(found: Floats) -> float:
        told = _loss(found[:2], logs + part @ thetas(found), confirmed, weights)
        return told + float((found[2:] ** 2).sum()) / (2 * PRIOR_SD**2)

    found = minimize(loss, np.zeros(2 + len(codes) + len(names)), method="L-BFGS-B").x
    return {name: round(float(np.exp(theta)), 4) for name, theta in zip(names, thetas(found), strict=True)}


def _loss(scale: Floats, logs: Floats, confirmed: Bools, weights: Floats) -> float:
    """Return the weighted negative log likelihood with the priors of log a and log b."""
    rates = np.exp(np.minimum(scale[0] + np.exp(scale[1]) * logs, np.log(MOST)))
    told = np.where(confirmed, -np.log(-np.expm1(-rates)), rates)
    return float(weights @ told + scale[0] ** 2 / (2 * LEVEL_SD**2) + scale[1] ** 2 / 2)
