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
from models.labels import KIN, flag_shares, flag_words, label_words, need_words, tells_share
from models.scoring import FOREST_WEIGHT

__all__ = ["model_card"]

UNKNOWN: Final = Words("不详", "not known")
EVERYTHING: Final = Words("所有特征都可以查找。", "Everything could be looked for.")
NOT_LOOKED_FOR: Final = Words("资料不足而未能查找：", "Could not be looked for, for lack of data:")
AIDED: Final = Words("{number} 户在保家庭", "{number} aided households")
ONE_AIDED: Final = Words("1 户在保家庭", "1 aided household")
SHARE_OF: Final = Words("有此情况的户：{flag}", "households with {flag}")
TABLES: Final = {
    "figures": (
        Words("项目", "Measure"),
        Words("结果", "Result"),
        Words("要求", "Asked"),
        Words("结论", "Verdict"),
    ),
    "features": (Words("类别", "Family"), Words("疑点代码：疑点（权数）", "Flag: features (weight)")),
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
        "settings": _table("settings", _settings(parameters, metrics, language), language),
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
    told = {name: _cell(record.get(name, unknown)) for name in ("as_of", "fingerprint", "version")}
    households = record.get("households", unknown)
    aided = getattr(ONE_AIDED if households == 1 else AIDED, language)
    told["aided"] = aided.format(number=_cell(households))
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
    lines = [f"- {_cell(_lacking(name, lacks, language))}" for name, lacks in sorted(off.items())]
    return "\n".join([getattr(NOT_LOOKED_FOR, language), "", *lines])


def _lacking(name: str, lacks: Iterable[str], language: Language) -> str:
    if language == "zh":
        return f"{flag_words(name).zh}：缺少{'、'.join(need_words(need).zh for need in lacks)}"
    return f"{name}: {', '.join(lacks)}"


def _families(manifest: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return the features by family and flag."""
    rows, weights = [], manifest.get("weights", {})
    for family, words in FAMILIES.items():
        flags: dict[str, list[str]] = {}
        for feature in manifest.get("features", ()):
            if feature["family"] == family:
                told = _weighed(feature, weights.get(feature["name"]), language)
                flags.setdefault(feature["flag"], []).append(told)
        comma, colon, stop = ("、", "：", "；") if language == "zh" else (", ", ": ", "; ")
        listed = stop.join(f"{flag}{colon}{comma.join(names)}" for flag, names in sorted(flags.items()))
        rows.append((getattr(words, language), listed or getattr(UNKNOWN, language)))
    return rows


def _weighed(feature: Mapping[str, str], weight: float | None, language: Language) -> str:
    """Return a feature with its weight: in Chinese by what it is called, in English by its name."""
    if language == "zh":
        name = flag_words(feature["name"]).zh.removeprefix(feature["flag"]).strip()
        return name if weight is None else f"{name}（{weight:g}）"
    return feature["name"] if weight is None else f"{feature['name']} ({weight:g})"


def _settings(parameters: Mapping[str, Any], metrics: Mapping[str, float], language: Language) -> list[tuple[str, str]]:
    """Return what was set and counted, then the share of the households with something of each flag."""
    told = [(label_words(name), _setting(name, parameters[name], language)) for name in sorted(parameters)]
    told += [(label_words(name), f"{metrics[name]:.4g}") for name in sorted(metrics) if not tells_share(name)]
    shares = [
        (getattr(SHARE_OF, language).format(flag=getattr(words, language)), f"{share:.1%}")
        for words, share in flag_shares(metrics)
    ]
    return [(getattr(words, language), value) for words, value in told] + shares


def _setting(name: str, value: Any, language: Language) -> str:
    return str(getattr(KIN[value], language)) if name == "kin" and value in KIN else str(value)


def _table(name: str, rows: Iterable[Sequence[str]], language: Language) -> str:
    heads = [getattr(head, language) for head in TABLES[name]]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return (f"{value:,}" if isinstance(value, int) else str(value)).translate(STRANGE)
