"""What is known of a version of a model, as plain values that need no MLflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from models.history import Promotion

__all__ = ["CHALLENGER", "CHAMPION", "TRAIN", "Details", "Registered", "attached", "digest_tag", "registered_version"]

#: The alias of the version that scores unless another is asked for.
CHAMPION: Final = "champion"

#: The alias of the latest training that is not champion.
CHALLENGER: Final = "challenger"

#: How to mend it when there is no model.
TRAIN: Final = "run 'mingcha train DATA --as-of DAY' first"

_SHORT: Final = {"model.skops": "model", "manifest.json": "manifest", "figures.json": "figures"}
_HEAD: Final = "mingcha."
_TAIL: Final = ".sha256"


@dataclass(frozen=True)
class Registered:
    """One version of a registered model.

    Parameters
    ----------
    name : str
        The registered model.
    version : str
        Its number, counted from 1.
    aliases : tuple of str
        The names that point to this version, sorted.
    run_id : str
        The training run in MLflow.
    digest : str
        SHA-256 of the model file, empty if another tool registered the version.
    created : datetime
        When it was registered, in UTC.
    """

    name: str
    version: str
    aliases: tuple[str, ...]
    run_id: str
    digest: str
    created: datetime


@dataclass(frozen=True)
class Details:
    """All that is kept of one version but the forest itself; every file of it was compared with its digest.

    Parameters
    ----------
    registered : Registered
        Which version.
    parameters : mapping of str to str
        What MLflow shows as parameters.
    metrics : mapping of str to float
        What MLflow shows as metrics.
    manifest : mapping
        Features, peer statistics and record; see :mod:`models.manifest`.
    figures : mapping
        Stability, monotonicity, fairness, drift, chance and findings, as far as they were measured.
    files : mapping of str to str
        Where each file beside the model lies: a path, or an address on the server.
    history : tuple of Promotion
        What happened to the aliases of the model, the oldest first.
    """

    registered: Registered
    parameters: Mapping[str, str]
    metrics: Mapping[str, float]
    manifest: Mapping[str, Any]
    figures: Mapping[str, Any]
    files: Mapping[str, str]
    history: tuple[Promotion, ...]

    @property
    def record(self) -> Mapping[str, Any]:
        """Day, data fingerprint, settings and law of the training; empty if the manifest has none."""
        record = self.manifest.get("record")
        return record if isinstance(record, Mapping) else {}


def registered_version(version: Any) -> Registered:
    """Return what is known of a version of MLflow's, which has to come with its tags and aliases."""
    return Registered(
        name=version.name,
        version=str(version.version),
        aliases=tuple(sorted(version.aliases)),
        run_id=version.run_id or "",
        digest=version.tags.get(digest_tag("model.skops"), ""),
        created=datetime.fromtimestamp(version.creation_timestamp / 1000, tz=UTC),
    )


def digest_tag(file: str) -> str:
    """Return the tag of a version that holds the digest of one of its files.

    Examples
    --------
    >>> digest_tag("manifest.json"), digest_tag("plots/scores.png")
    ('mingcha.manifest.sha256', 'mingcha.plots/scores.png.sha256')
    """
    return f"{_HEAD}{_SHORT.get(file, file)}{_TAIL}"


def attached(tags: Mapping[str, str]) -> list[str]:
    """Return the names of the files for people whose digests are among the tags of a version, sorted.

    Examples
    --------
    >>> attached({"mingcha.plots/scores.png.sha256": "…", "mingcha.model.sha256": "…"})
    ['plots/scores.png']
    """
    names = (key[len(_HEAD) : -len(_TAIL)] for key in tags if key.startswith(_HEAD) and key.endswith(_TAIL))
    return sorted(name for name in names if "." in name)
