"""The catalogue of red flags as a document, written from the declarations.

``python -m features.catalogue`` prints it; ``docs/red-flags.md`` is that text.
"""

import inspect
import re
import sys
from itertools import groupby
from typing import Final

from features.declare import FAMILIES, Feature, Words
from features.registry import FEATURES

__all__ = ["catalogue"]

FORMAT: Final = re.compile(r"\{(\w+):[^}]*\}")
"""A word of a template with the form it is written in."""
INTRODUCTION: Final = """\
# Catalogue of red flags

Written by `make docs` from the declarations in `features/`; a test fails when the two differ.

A red flag is a lead (疑点), never a finding. A tie (关系) alone raises no score. Every flag is read against
households of the same scheme in the same township, and the list states beside it what would clear it. Words in
braces are filled in from what was found.
"""


def catalogue(features: tuple[Feature, ...] = FEATURES) -> str:
    """Return the catalogue of `features` as Markdown.

    Parameters
    ----------
    features : tuple of Feature
        In the order of the catalogue; features of one family stand together.

    Returns
    -------
    str
        An overview, then one section a feature.
    """
    sections = [
        f"## {code}: {FAMILIES[code].en} ({FAMILIES[code].zh})\n\n" + "\n".join(map(_section, members))
        for code, members in groupby(features, key=lambda feature: feature.family)
    ]
    return "\n".join([INTRODUCTION, _overview(features), *sections])


def _overview(features: tuple[Feature, ...]) -> str:
    rows = [
        f"| {feature.flag} | [{feature.name}](#{_anchor(feature)}) | {feature.definition_zh} | {_definition(feature)} |"
        for feature in features
    ]
    return "\n".join(["| flag | feature | 定义 | value |", "|---|---|---|---|", *rows, ""])


def _section(feature: Feature) -> str:
    facts = {
        "Value": f"{feature.definition_zh} · {_definition(feature)}",
        "Unit": f"{feature.unit}; {'more' if feature.direction == 'up' else 'less'} is suspicious; "
        f"of several findings the {'sum' if feature.fold == 'sum' else 'highest'} counts",
        "What counts": feature.window,
        "Needs": ", ".join(f"`{need}`" for need in feature.tables),
        "Missing": feature.missing,
        "Reason": FORMAT.sub(r"{\1}", _both(feature.reason)),
        "Exempt": _both(feature.exempt) if feature.exempt else "—",
        "What would clear it": _both(feature.innocent),
        "What to check": _both(feature.check),
    }
    return "\n".join(
        [
            f"### {feature.flag} {feature.name}\n",
            *(f"- **{name}**: {fact}" for name, fact in facts.items()),
            "",
        ]
    )


def _both(words: Words) -> str:
    return f"{words.zh} · {words.en}"


def _anchor(feature: Feature) -> str:
    return f"{feature.flag.lower()}-{feature.name}"


def _definition(feature: Feature) -> str:
    """Return the first line of the docstring of the function behind a feature."""
    return (inspect.getdoc(feature.compute) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.stdout.buffer.write(catalogue().encode())
