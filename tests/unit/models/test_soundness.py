"""A manifest that somebody edited is refused in one sentence, whichever part of it."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from features.errors import ModelError
from features.registry import FEATURES
from models.drift import reference
from models.manifest import feature_manifest, ranker_of
from models.priors import one_facts, prior_weights
from models.ranker import Ranker

NAMES = [feature.name for feature in FEATURES]
FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


def made() -> tuple[Ranker, dict[str, Any]]:
    rng = np.random.default_rng(2)
    index = [f"H{place:03d}" for place in range(120)]
    values = pd.DataFrame(rng.poisson(0.3, (120, len(NAMES))).astype("float64"), index=index, columns=NAMES)
    groups = pd.Series(["a", "b"] * 60, index=index)
    ranker = Ranker.fit(
        values,
        groups,
        families=FAMILIES,
        signs=SIGNS,
        weights=prior_weights(NAMES),
        one_facts=one_facts(),
        n_estimators=4,
    )
    scores = ranker.score(ranker.surprise(values, groups)).table["score"]
    settings = {"seed": 0, "degree": 3, "hub": 10, "kin": "distant"}
    figures = {"stability": {"jaccard": 0.9}}
    record = {"settings": settings, "as_of": "2025-12-31", "law": {}, "figures": figures}
    findings = {"multipliers": dict.fromkeys(NAMES, 1.0), "level": 0.5, "slope": 1.2}
    parts = {"reference": reference(values, scores), "findings": findings}
    manifest = feature_manifest(
        FEATURES,
        ranker.peers,
        record,
        weights=ranker.weights,
        one_facts=ranker.one_facts,
        counted=ranker.counted,
        **parts,
    )
    return ranker, manifest


RANKER, MANIFEST = made()
Edit = Callable[[dict[str, Any]], object]

EDITS: dict[str, Edit] = {
    "weight in words": lambda m: m["weights"].update(vehicle="NaN"),
    "weight below zero": lambda m: m["weights"].update(vehicle=-5),
    "weight beyond measure": lambda m: m["weights"].update(vehicle=1e308),
    "weight not a number": lambda m: m["weights"].update(vehicle=float("nan")),
    "weight true": lambda m: m["weights"].update(vehicle=True),
    "weight lacking": lambda m: m["weights"].pop("vehicle"),
    "no weights": lambda m: m.pop("weights"),
    "unknown feature": lambda m: m["one_facts"][0].update(trouble="nobody"),
    "tie on the wrong side": lambda m: m["one_facts"][0].update(ties=["vehicle"]),
    "empty fact": lambda m: m.update(one_facts=[{}]),
    "facts in words": lambda m: m.update(one_facts="all"),
    "facts without end": lambda m: m.update(one_facts=m["one_facts"] * 6),
    "no peers": lambda m: m.pop("peers"),
    "peers of one feature lacking": lambda m: m["peers"].pop("vehicle"),
    "sign turned": lambda m: m["peers"]["vehicle"].update(sign=-7),
    "knots in words": lambda m: m["peers"]["vehicle"].update(knots=["zz"]),
    "tail too short": lambda m: m["peers"]["vehicle"]["tails"].update({"": [1]}),
    "tail that rises": lambda m: m["peers"]["vehicle"]["tails"][""].reverse(),
    "counted in words": lambda m: m.update(counted="all"),
    "counted hardly any": lambda m: m.update(counted=0.001),
    "not said who is counted": lambda m: m.pop("counted"),
    "no record": lambda m: m.pop("record"),
    "steps in words": lambda m: m["record"]["settings"].update(degree="x"),
    "kin of another kind": lambda m: m["record"]["settings"].update(kin="all"),
    "settings lacking": lambda m: m["record"].update(settings={}),
    "day in words": lambda m: m["record"].update(as_of="x"),
    "law as a list": lambda m: m["record"].update(law=[]),
    "stability lacking": lambda m: m["record"]["figures"].update(stability={}),
    "settings in words": lambda m: m["record"].update(settings="none"),
    "no reference": lambda m: m.pop("reference"),
    "reference in words": lambda m: m.update(reference="x"),
    "reference empty": lambda m: m.update(reference={}),
    "counts below zero": lambda m: m["reference"]["score"].update(counts=[-1, 2, 3]),
    "level not a number": lambda m: m["findings"].update(level=float("nan")),
    "level below zero": lambda m: m["findings"].update(level=-1),
    "slope lacking": lambda m: m["findings"].pop("slope"),
    "findings as a list": lambda m: m.update(findings=[1]),
    "no findings part": lambda m: m.pop("findings"),
}


def test_a_manifest_as_it_was_written_makes_the_same_ranking() -> None:
    again = ranker_of(MANIFEST, RANKER.forest, FEATURES, "it")
    assert again.weights == RANKER.weights
    assert again.one_facts == RANKER.one_facts
    assert again.calibration is not None
    assert again.peers.to_json() == RANKER.peers.to_json()


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_manifest_is_refused_in_one_sentence(name: str) -> None:
    manifest = copy.deepcopy(MANIFEST)
    EDITS[name](manifest)
    with pytest.raises(ModelError, match=r"^the part '\w+' of the manifest of it is not sound: restore the home"):
        ranker_of(manifest, RANKER.forest, FEATURES, "it")


def test_a_forest_of_other_features_is_refused() -> None:
    few = Ranker.fit(
        pd.DataFrame({"vehicle": [0.0, 1.0, 0.0]}),
        pd.Series(["a"] * 3),
        families={"vehicle": "E"},
        signs={"vehicle": 1},
        weights={"vehicle": 1.0},
        one_facts=(),
        n_estimators=2,
    )
    with pytest.raises(ModelError, match="does not see the features of its manifest"):
        ranker_of(MANIFEST, few.forest, FEATURES, "it")
