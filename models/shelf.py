"""One registered model behind an open door: what MLflow's client says of it, and its files from the store.

The client is handed in, so this needs no MLflow; :mod:`models.tracking` opens it and speaks for its errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sklearn.ensemble import IsolationForest

from features.errors import NoModel, PromotionRefused
from models.artifacts import digest, read_forest, read_manifest
from models.history import Promotion, previous_champion, read_history, tag_of
from models.promotion import Thresholds, blocking, gate
from models.store import Store
from models.versions import CHALLENGER, CHAMPION, Details, attached, digest_tag, registered_version

__all__ = ["DESCRIPTION", "FIGURES", "MANIFEST", "MODEL", "Shelf"]

#: The archive of the forest.
MODEL: Final = "model.skops"
#: What MLflow says of the archive; never followed here, but nobody may change it unseen.
DESCRIPTION: Final = "MLmodel"
#: Features, peer statistics and record.
MANIFEST: Final = "manifest.json"
#: What was measured of the version.
FIGURES: Final = "figures.json"

_LAST_CHANGE: Final = "mingcha.promotion"


@dataclass(frozen=True)
class Shelf:
    """The versions of one registered model.

    Parameters
    ----------
    client : mlflow.MlflowClient
        Open to the database or the server.
    store : Store
        Where the files are.
    name : str
        The registered model.
    """

    client: Any
    store: Store
    name: str

    def numbers(self) -> set[str]:
        """Return the numbers of all versions."""
        return {str(version.version) for version in self.client.search_model_versions(f"name = '{self.name}'")}

    def history(self) -> tuple[Promotion, ...]:
        """Return all changes of champion, the oldest first."""
        return read_history(self.client.get_registered_model(self.name).tags)

    def keep(self, address: str, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write files to an address and return their digests as tags."""
        with self.store.staging() as staging:
            for name, data in files.items():
                path = staging / "files" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            self.store.publish(staging / "files", address)
        return {digest_tag(name): digest(data) for name, data in files.items()}

    def forest(self, version: Any) -> IsolationForest:
        """Build the forest of a version, if its archive and its description are those that were registered."""
        source = self.client.get_model_version_download_uri(self.name, version.version)
        self.store.read(source, DESCRIPTION, version.tags.get(digest_tag(DESCRIPTION)))
        return read_forest(self.store.read(source, MODEL, version.tags.get(digest_tag(MODEL))), self._called(version))

    def manifest(self, version: Any) -> dict[str, Any]:
        """Return the manifest of a version, if it is the one that was registered."""
        return self._json(version, MANIFEST)

    def file(self, version: Any, name: str) -> bytes:
        """Return a file for people, if it is the one that was registered."""
        if name not in attached(version.tags):
            raise NoModel(f"version {version.version} of model {self.name} was registered without {name}")
        return self._read(version, name)

    def details(self, version: Any) -> Details:
        """Return all that is kept of a version but its forest."""
        run = self.client.get_run(version.run_id or "")
        return Details(
            registered=registered_version(version),
            parameters=dict(run.data.params),
            metrics=dict(run.data.metrics),
            manifest=self.manifest(version),
            figures=self._json(version, FIGURES) if digest_tag(FIGURES) in version.tags else {},
            files={name: self.store.find(run.info.artifact_uri, name) for name in attached(version.tags)},
            history=self.history(),
        )

    def welcome(self, version: Any) -> None:
        """Let the aliases know a new version: the first of all becomes champion, any other the challenger."""
        if CHAMPION in self._aliases():
            self.client.set_registered_model_alias(self.name, CHALLENGER, version.version)
        else:
            at = registered_version(version).created
            self._crown(Promotion(at, "first", str(version.version)), self.history())

    def promote(
        self, version: Any, at: datetime, told: tuple[str, str], *, overridden: bool, asked: Thresholds | None
    ) -> Promotion:
        """Make a version champion; see :meth:`models.registry.Registry.promote`."""
        number, before = str(version.version), self._aliases().get(CHAMPION, "")
        if before == number:
            raise PromotionRefused(f"version {before} of model {self.name} is champion already: name another one")
        details = self.details(version)
        shortfalls = tuple(blocking(gate(details.figures, asked)))
        if shortfalls and not overridden:
            raise PromotionRefused(
                f"version {number} of model {self.name} falls short ({'; '.join(one.en for one in shortfalls)}): train "
                "again, or answer for it with --override-by NAME --reason TEXT"
            )
        self.forest(version)
        return self._crown(Promotion(at, "promoted", number, before, *told, shortfalls), details.history)

    def rollback(self, champion: Any, at: datetime, told: tuple[str, str]) -> Promotion:
        """Go back to the champion before; see :meth:`models.registry.Registry.rollback`."""
        current, history = str(champion.version), self.history()
        target = previous_champion(history, current, self.numbers())
        if not target:
            raise PromotionRefused(f"there is no champion before version {current} of model {self.name}")
        self.forest(self.client.get_model_version(self.name, target))
        return self._crown(Promotion(at, "rolled back", target, current, *told), history)

    def _crown(self, change: Promotion, history: tuple[Promotion, ...]) -> Promotion:
        """Write a change down, on the model and on the version, then let the aliases follow."""
        key, value = tag_of(change, len(history))
        self.client.set_registered_model_tag(self.name, key, value)
        self.client.set_model_version_tag(self.name, change.version, _LAST_CHANGE, value)
        self.client.set_registered_model_alias(self.name, CHAMPION, change.version)
        if self._aliases().get(CHALLENGER) == change.version:
            self.client.delete_registered_model_alias(self.name, CHALLENGER)
        return change

    def _aliases(self) -> dict[str, str]:
        aliases = self.client.get_registered_model(self.name).aliases
        return {alias: str(version) for alias, version in aliases.items()}

    def _read(self, version: Any, name: str) -> bytes:
        record = self.client.get_run(version.run_id or "").info.artifact_uri
        return self.store.read(record, name, version.tags.get(digest_tag(name)))

    def _json(self, version: Any, name: str) -> dict[str, Any]:
        return read_manifest(self._read(version, name), self._called(version))

    def _called(self, version: Any) -> str:
        return f"model {self.name} version {version.version} in {self.store.where}"
