"""Tables of numbers with labelled odd rows: classes of public tables made rare, and rows odd in a known way."""

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets

__all__ = ["anomaly_tables"]

Labelled = tuple[NDArray[np.float64], NDArray[np.bool_]]


def anomaly_tables(seed: int = 0) -> dict[str, Labelled]:
    """Return rows and whether each is odd, by the name of the table; all come with scikit-learn or are drawn here."""
    random = np.random.default_rng(seed)
    tables = _public(random)
    tables |= {
        "far rows": _with(random.normal(size=(2000, 6)), 3 * random.normal(size=(60, 6))),
        "between clusters": _between_clusters(random, seed),
        "broken correlation": _broken_correlation(random),
        "odd cluster": _odd_cluster(random),
        "long tails": _long_tails(random),
        "few columns tell": _few_columns(random),
    }
    return tables


def _public(random: np.random.Generator) -> dict[str, Labelled]:
    cancer, digits, wine, iris = (
        getattr(datasets, f"load_{name}")(return_X_y=True) for name in ("breast_cancer", "digits", "wine", "iris")
    )
    tables = {"breast cancer, malignant": _rare(*cancer, 0, 0.05, random)}
    tables |= {f"digits, {digit}": _rare(*digits, digit, 0.03, random) for digit in (0, 1, 4, 7)}
    tables |= {f"wine, {kind}": _rare(*wine, kind, 0.07, random) for kind in (0, 1, 2)}
    return tables | {"iris, setosa": _rare(*iris, 0, 0.07, random)}


def _rare(
    rows: NDArray[np.float64], kinds: NDArray[np.int64], odd: int, share: float, random: np.random.Generator
) -> Labelled:
    """Keep so many rows of one kind that they make up `share` of all."""
    others = np.flatnonzero(kinds != odd)
    kept = random.choice(np.flatnonzero(kinds == odd), round(share * len(others) / (1 - share)), replace=False)
    chosen = np.sort(np.concatenate([others, kept]))
    return rows[chosen], kinds[chosen] == odd


def _with(plain: NDArray[np.float64], odd: NDArray[np.float64]) -> Labelled:
    return np.vstack([plain, odd]), np.arange(len(plain) + len(odd)) >= len(plain)


def _between_clusters(random: np.random.Generator, seed: int) -> Labelled:
    rows, _ = datasets.make_blobs(1000, 5, centers=3, random_state=seed)
    return _with(rows, random.uniform(rows.min(axis=0), rows.max(axis=0), size=(50, 5)))


def _broken_correlation(random: np.random.Generator) -> Labelled:
    together = random.normal(size=(2000, 1)) * np.sqrt(0.9) + random.normal(size=(2000, 6)) * np.sqrt(0.1)
    return _with(together, random.normal(size=(60, 6)))


def _odd_cluster(random: np.random.Generator) -> Labelled:
    return _with(random.normal(size=(2000, 8)), random.normal(size=(80, 8)) / 5 + 2.2 * (np.arange(8) < 4))


def _long_tails(random: np.random.Generator) -> Labelled:
    longer = 1 + 1.5 * (np.arange(10) < 4)
    return _with(random.exponential(size=(3000, 10)), random.exponential(size=(60, 10)) * longer)


def _few_columns(random: np.random.Generator) -> Labelled:
    odd = random.normal(size=(60, 20))
    odd[:, :3] += 2.5
    return _with(random.normal(size=(3000, 20)), odd)
