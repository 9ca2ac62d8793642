"""The process that reads files of formats in which harm can hide: a job comes in as JSON, sheets go out as JSON."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from features.errors import DataError
from features.records.formats.confine import confine
from features.records.sheet import Sheet

__all__ = ["main"]


def main() -> None:
    """Do the job on standard input; answer with ``{"sheets": […]}``, or ``{"refused": "…"}`` with one sentence."""
    job = json.load(sys.stdin)
    confine(Path(job["folder"]), seconds=job["seconds"], memory=job["memory"], disk=job["disk"])
    try:
        answer: dict[str, Any] = {"sheets": [_packed(sheet) for sheet in _read(job)]}
    except DataError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": f"{job['file']} needs more memory than a file is given: save its tables as CSV UTF-8."}
    json.dump(answer, sys.stdout)


def _read(job: dict[str, Any]) -> list[Sheet]:
    """Read the file by its kind; what reads it is imported here, after the limits are set."""
    from features.records.headings.names import is_known_header

    known = partial(is_known_header, extra=frozenset(job["known_names"]))
    path, folder = Path(job["path"]), Path(job["folder"])
    if job["kind"] == "sqlite":
        from features.records.formats.sqlite import read_sqlite

        return read_sqlite(path, file=job["file"], folder=folder, known=known)
    from features.records.formats.workbook import read_workbook

    return read_workbook(path, file=job["file"], folder=folder, known=known)


def _packed(sheet: Sheet) -> dict[str, Any]:
    """Return what the parent cannot know of a sheet; of the transcript only its name."""
    return {
        "sheet": sheet.sheet,
        "header": sheet.header,
        "transcript": sheet.path.name,
        "header_row": sheet.header_row,
        "epoch_1904": sheet.epoch_1904,
        "notes": sheet.notes,
    }


if __name__ == "__main__":
    main()
