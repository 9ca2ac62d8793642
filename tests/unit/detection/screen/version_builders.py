"""Versions of a model as the registry tells them, and what is shown of them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from models.history import Promotion
from models.promotion import gate
from models.versions import Details, Registered

AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FIGURES = {
    "stability": {"jaccard": 0.9123},
    "drift": {"against": "version 1", "features": {"tie": 0.31}, "verdict": "warn"},
}
OVERRIDE = Promotion(AT, "promoted", "2", "1", "李处长", "旧模型停用", tuple(gate({})))


def details(version: str = "2", **changes: Any) -> Details:
    arguments: dict[str, Any] = {
        "registered": Registered("mingcha", version, ("champion",) if version == "2" else (), "run7", "ab" * 32, AT),
        "parameters": {"note": "None"},
        "metrics": {"share.tie": 0.25},
        "manifest": {
            "features": [],
            "record": {"as_of": "2025-12-31", "fingerprint": "cd" * 32, "settings": {"seed": 7}},
        },
        "figures": FIGURES if version == "2" else {},
        "files": {"model_card.en.md": "home/model_card.en.md"},
        "history": (Promotion(AT, "first", "1"), OVERRIDE),
    }
    return Details(**arguments | changes)


def shown(show: Callable[..., None], *arguments: Any, width: int = 100) -> str:
    page = io.StringIO()
    show(*arguments, console=Console(file=page, width=width))
    return page.getvalue()
