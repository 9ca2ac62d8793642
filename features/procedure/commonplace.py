"""Innocent explanations that several red flags of procedure share."""

from typing import Final

from features.declare import Words

__all__ = ["SLOPPY_TOWN"]

SLOPPY_TOWN: Final = Words(
    zh="全镇普遍如此，属于工作粗放而非个案；档案缺页或系统补录。",
    en="The whole township works like this; a page of the file is missing or was entered late.",
)
"""What a careless township does to everyone says nothing about a household."""
