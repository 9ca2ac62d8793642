"""The model card: what a version is for, what it rests on, how it came out, and how to contest it.

The words are in ``card.toml``; figures that were not reckoned are told as "not measured", and nothing is made up.

References
----------
M. Mitchell et al., "Model Cards for Model Reporting", FAT* 2019.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from features.declare import FAMILIES, Words
from models.card_figures import NOT_MEASURED, Language, figure_lines
from models.conjunction import SATURATION, SCALE, TIE_SHARE, WITHOUT_TIE_WEIGHT
from models.scoring import FOREST_WEIGHT

__all__ = ["model_card"]

UNKNOWN: Final = Words("不详", "not known")
EVERYTHING: Final = Words("所有特征都可以查找。", "Everything could be looked for.")
NOT_LOOKED_FOR: Final = Words("资料不足而未能查找：", "Could not be looked for, for lack of data:")
TABLES: Final = {
    "figures": (
        Words("项目", "Measure"),
        Words("结果", "Result"),
        Words("要求", "Asked"),
        Words("结论", "Verdict"),
    ),
    "features": (Words("类别", "Family"), Words("疑点代码：特征（权数）", "Flag: features (weight)")),
    "settings": (Words("名称", "Name"), Words("值", "Value")),
}
STRANGE: Final = str.maketrans({"|": "\\|", "<": "&lt;", "\n": " ", "\r": " "})
"""What would break out of a cell of a table, or be taken for markup."""


def model_card(
    manifest: Mapping[str, Any],
    figures: Mapping[str, Any],
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    language: Language,
) -> str:
    """Return the model card of a version.

    Parameters
    ----------
    manifest : mapping
        See :func:`models.manifest.feature_manifest`.
    figures : mapping
        Parts ``stability``, ``monotonicity``, ``fairness``, ``drift``, ``chance`` and ``findings``; what was not
        reckoned is absent.
    parameters : mapping
        What the version was trained with.
    metrics : mapping of str to float
        What was logged of the training.
    language : {"zh", "en"}
        Of the card.

    Returns
    -------
    str
        Markdown that ends with a line break; the same arguments give the same text.
    """
    bodies = {
        "figures": _table("figures", figure_lines(figures, language), language),
        "data": _not_looked_for(manifest, language),
        "features": _table("features", _families(manifest, language), language),
        "settings": _table("settings", _settings(parameters, metrics), language),
    }
    facts = _facts(manifest, language)
    parts = [f"# {_words()['title'][language]}"]
    for name, words in _words().items():
        if name != "title":
            texts = [words[language].strip().format_map(facts), bodies.get(name, "")]
            parts += [f"## {words[f'head_{language}']}", *(text for text in texts if text)]
    return "\n\n".join(parts) + "\n"


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the words of the card in the order of its sections."""
    return tomllib.loads(files("models").joinpath("card.toml").read_text(encoding="utf-8"))


def _facts(manifest: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return what stands in braces in the words."""
    record = manifest.get("record", {})
    unknown = getattr(UNKNOWN, language)
    told = {name: _cell(record.get(name, unknown)) for name in ("as_of", "households", "fingerprint", "version")}
    formula = {
        "saturation": SATURATION,
        "forest": FOREST_WEIGHT,
        "tie": TIE_SHARE,
        "rest": 1 - TIE_SHARE,
        "scale": SCALE,
        "without": WITHOUT_TIE_WEIGHT,
    }
    return told | {name: f"{value:g}" for name, value in formula.items()}


def _not_looked_for(manifest: Mapping[str, Any], language: Language) -> str:
    off = manifest.get("record", {}).get("off")
    if off is None:
        return f"{getattr(NOT_LOOKED_FOR, language)} {getattr(NOT_MEASURED, language)}"
    if not off:
        return str(getattr(EVERYTHING, language))
    lines = [f"- {_cell(name)}: {_cell(', '.join(lacks))}" for name, lacks in sorted(off.items())]
    return "\n".join([getattr(NOT_LOOKED_FOR, language), "", *lines])


def _families(manifest: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return the features by family and flag."""
    rows, weights = [], manifest.get("weights", {})
    for family, words in FAMILIES.items():
        flags: dict[str, list[str]] = {}
        for feature in manifest.get("features", ()):
            if feature["family"] == family:
                weight = f" ({weights[feature['name']]:g})" if feature["name"] in weights else ""
                flags.setdefault(feature["flag"], []).append(feature["name"] + weight)
        told = "; ".join(f"{flag}: {', '.join(names)}" for flag, names in sorted(flags.items()))
        rows.append((getattr(words, language), told or getattr(UNKNOWN, language)))
    return rows


def _settings(parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> list[tuple[str, str]]:
    told = [(name, str(parameters[name])) for name in sorted(parameters)]
    return told + [(name, f"{metrics[name]:g}") for name in sorted(metrics)]


def _table(name: str, rows: Iterable[Sequence[str]], language: Language) -> str:
    heads = [getattr(head, language) for head in TABLES[name]]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return (f"{value:,}" if isinstance(value, int) else str(value)).translate(STRANGE)
