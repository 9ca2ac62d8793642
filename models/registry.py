"""The trained models of one home or of one server: register, load, look, promote, go back.

What people call is here. MLflow keeps the record of a model (:mod:`models.tracking` speaks to it) but never loads one;
:mod:`models.artifacts` does. Addresses in the database are relative (``mlflow-artifacts:/``), so a home can be moved,
``mlflow server`` resolves them by itself, and the same code works against a home and against a server
(:mod:`models.store`).

References
----------
MLflow, "Model Registry" (aliases), "Artifact stores" (proxied access).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from features.errors import NoModel, SettingError
from models.artifacts import canonical_json
from models.attachments import check_names, description, flattened
from models.history import Promotion
from models.home import Home
from models.promotion import Override, Thresholds, signature
from models.server import Server
from models.shelf import FIGURES, MANIFEST, Shelf
from models.store import Store
from models.tracking import QUIET
from models.tracking.client import calling, connected, found
from models.tracking.recording import add_version
from models.tracking.transport import Proxy
from models.versions import CHALLENGER, CHAMPION, TRAIN, Details, Registered, registered_version

__all__ = ["CHALLENGER", "CHAMPION", "QUIET", "TRAIN", "Registered", "Registry"]

#: What MLflow takes as a name and can search for.
_NAME: Final = re.compile(r"[\w.-]+")
_OTHERS: Final = "name one that 'mingcha models list' shows"
_NOTHING: Final[Mapping[str, Any]] = {}


class Registry:
    """The trained models of one home folder, or of one MLflow server.

    Parameters
    ----------
    home : Path
        The folder of the database and the files; made by the first :meth:`register`.
    name : str
        The registered model: letters, digits, dots, hyphens and underscores.
    tracking : str, optional
        Address of an MLflow server that keeps the models instead of the home.

    Raises
    ------
    SettingError
        The path, the name or the address cannot be used.
    """

    def __init__(self, home: Path, name: str = "mingcha", *, tracking: str | None = None) -> None:
        if not _NAME.fullmatch(name):
            raise SettingError(
                f"the registered model cannot be called {name!r}: use letters, digits, dots, hyphens and underscores"
            )
        self.store: Store = Server(tracking, Proxy(tracking)) if tracking else Home(home)
        self.name = name

    def register(
        self,
        forest: IsolationForest,
        manifest: Mapping[str, Any],
        *,
        parameters: Mapping[str, str | int | float | bool | None],
        metrics: Mapping[str, float],
        input_example: pd.DataFrame,
        output_example: npt.NDArray[np.float64],
        figures: Mapping[str, Any] = _NOTHING,
        attachments: Mapping[str, bytes] = _NOTHING,
    ) -> Registered:
        """Record a training run and register its forest as the next version.

        The first version of all becomes the champion; a later one becomes the challenger.

        Parameters
        ----------
        forest : IsolationForest
            Fitted, with an integer seed.
        manifest : mapping
            What the forest needs to be used: features, peer statistics, data fingerprint; finite JSON. A fingerprint
            in its ``record`` is shown by MLflow as the run's data set.
        parameters, metrics : mapping
            Shown in MLflow beside the run.
        input_example : DataFrame, shape (rows, features)
            **Synthetic** rows; they are stored as they are.
        output_example : array, shape (rows,)
            What the forest answers to them.
        figures : mapping
            Stability, monotonicity, fairness, drift and the like: finite JSON, absent where not measured. Kept as
            ``figures.json`` and shown as metrics.
        attachments : mapping of str to bytes
            Files for people, such as ``model_card.zh.md`` and ``plots/scores.png``; nothing about a single person.

        Returns
        -------
        Registered
            The new version.

        Raises
        ------
        ModelError
            The store cannot be written, or MLflow refuses a parameter or metric.
        """
        check_names(attachments)
        files = {MANIFEST: canonical_json(manifest), **attachments}
        files |= {FIGURES: canonical_json(figures)} if figures else {}
        record = manifest.get("record")
        with self._writing() as shelf:
            version = add_version(
                shelf,
                forest,
                (input_example, output_example),
                parameters=parameters,
                metrics={**metrics, **flattened(figures)},
                record=record if isinstance(record, Mapping) else {},
                files=files,
                description=description(attachments),
            )
            shelf.welcome(version)
            return registered_version(shelf.client.get_model_version(self.name, version.version))

    def load(self, which: str = CHAMPION) -> tuple[IsolationForest, dict[str, Any], Registered]:
        """Return the forest and manifest of one version, if they are the ones that were registered.

        Parameters
        ----------
        which : str
            An alias, or a version number.

        Returns
        -------
        forest : IsolationForest
            As it was registered.
        manifest : dict
            As it was registered.
        registered : Registered
            Which version this is.

        Raises
        ------
        NoModel
            Nothing is registered under that alias or number.
        ModelError
            The files are missing, changed, or hold anything but an isolation forest.
        """
        with self._reading(which) as shelf:
            version = self._version(shelf, which)
            return shelf.forest(version), shelf.manifest(version), registered_version(version)

    def look(self, which: str = CHAMPION) -> Details:
        """Return all that is kept of one version but its forest.

        Raises
        ------
        NoModel, ModelError
            As :meth:`load`.
        """
        with self._reading(which) as shelf:
            return shelf.details(self._version(shelf, which))

    def read(self, which: str, name: str) -> bytes:
        """Return a file for people that was registered with a version, such as its card.

        Raises
        ------
        NoModel
            There is no such version, or it has no such file.
        ModelError
            The file is missing or changed.
        """
        with self._reading(which) as shelf:
            return shelf.file(self._version(shelf, which), name)

    def versions(self) -> list[Registered]:
        """List all versions, the latest first; none if nothing was ever registered."""
        if not self.store.exists():
            return []
        with self._reading(CHAMPION) as shelf:
            whole = [shelf.client.get_model_version(self.name, number) for number in shelf.numbers()]
        return sorted(map(registered_version, whole), key=lambda version: int(version.version), reverse=True)

    def promote(
        self,
        which: str = CHALLENGER,
        *,
        at: datetime,
        by: str = "",
        reason: str = "",
        override: Override | None = None,
        thresholds: Thresholds | None = None,
    ) -> Promotion:
        """Make a version champion, if its files are whole and its figures do not fall short.

        Parameters
        ----------
        which : str
            An alias, or a version number.
        at : datetime
            Now, with its time zone.
        by, reason : str
            Who does it and why; kept in MLflow.
        override : Override, optional
            Who answers for it, and why, if the figures fall short.
        thresholds : Thresholds, optional
            What is asked.

        Returns
        -------
        Promotion
            As it was recorded.

        Raises
        ------
        PromotionRefused
            It is champion already, or falls short and nobody answers for that.
        SettingError
            The name or the reason is too long.
        NoModel, ModelError
            As :meth:`load`.
        """
        told = (override.by, override.reason) if override else signature(by, reason)
        with self._writing(which) as shelf:
            return shelf.promote(
                self._version(shelf, which), at, told, overridden=override is not None, asked=thresholds
            )

    def rollback(self, *, at: datetime, by: str = "", reason: str = "") -> Promotion:
        """Make the champion before this one champion again; a second time, the one before that.

        Parameters and result are those of :meth:`promote`.

        Raises
        ------
        PromotionRefused
            There was no champion before this one, or it was deleted.
        NoModel, ModelError
            As :meth:`load`.
        """
        told = signature(by, reason)
        with self._writing(CHAMPION) as shelf:
            return shelf.rollback(self._version(shelf, CHAMPION), at, told)

    @contextmanager
    def _reading(self, which: str) -> Iterator[Shelf]:
        if not self.store.exists():
            raise self._nothing(which)
        with self.store.reading(), calling(self.store):
            yield Shelf(connected(self.store, create=False), self.store, self.name)

    @contextmanager
    def _writing(self, which: str | None = None) -> Iterator[Shelf]:
        """Hold the store alone; with `which`, only if anything was ever registered."""
        if which is not None and not self.store.exists():
            raise self._nothing(which)
        self.store.prepare()
        with self.store.writing(), calling(self.store):
            yield Shelf(connected(self.store, create=which is None), self.store, self.name)

    def _version(self, shelf: Shelf, which: str) -> Any:
        version = found(shelf.client, self.name, which)
        if version is None:
            raise self._nothing(which, _OTHERS if which != CHAMPION and shelf.numbers() else TRAIN)
        return version

    def _nothing(self, which: str, mend: str = TRAIN) -> NoModel:
        kind = "version" if which.isdecimal() else "alias"
        return NoModel(f"no model has the {kind} {which!r} in {self.store.where}: {mend}")
