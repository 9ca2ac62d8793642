import os
import stat
import tempfile
from pathlib import Path

import pytest

from detection.publish import RUN_RECORD, refuse_folder, refuse_inside, staged, write_private
from features.errors import SettingError


def write_run(folder: Path, content: str = "{}") -> None:
    (folder / RUN_RECORD).write_text(content)


def an_earlier_run(folder: Path) -> Path:
    folder.mkdir()
    write_run(folder, "earlier")
    (folder / "stale.csv").write_text("stale")
    return folder


def publish(out: Path, content: str = "new", *, overwrite: bool = True) -> None:
    with staged(out, overwrite=overwrite) as folder:
        write_run(folder, content)


def fail_after_writing(out: Path, error: type[BaseException]) -> None:
    with staged(out) as folder:
        write_run(folder)
        raise error


def publish_while_another_fills(out: Path) -> None:
    with staged(out) as folder:
        write_run(folder)
        out.mkdir()
        (out / "thesis.txt").write_text("dear to me")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_seen_before_the_end_and_everything_after(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with staged(out) as folder:
        write_run(folder)
        (folder / "quarantine").mkdir()
        (folder / "quarantine" / "persons.csv").write_text("x")
        assert not out.exists()
        assert folder.parent == tmp_path
    assert sorted(path.name for path in out.rglob("*")) == ["persons.csv", "quarantine", RUN_RECORD]
    assert names(tmp_path) == ["out"]


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with staged(out) as folder:
        assert mode(folder) == 0o700
        (folder / "quarantine").mkdir(mode=0o755)
        for name in (RUN_RECORD, "quarantine/persons.csv"):
            (folder / name).write_text("x")
            (folder / name).chmod(0o644)
    assert [mode(out), mode(out / "quarantine")] == [0o700, 0o700]
    assert [mode(out / RUN_RECORD), mode(out / "quarantine" / "persons.csv")] == [0o600, 0o600]


def test_missing_parents_are_made(tmp_path: Path) -> None:
    publish(tmp_path / "a" / "b" / "out")
    assert (tmp_path / "a" / "b" / "out" / RUN_RECORD).is_file()


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out")
    assert (tmp_path / "out" / RUN_RECORD).read_text() == "new"


def test_earlier_run_is_replaced_whole(tmp_path: Path) -> None:
    out = an_earlier_run(tmp_path / "out")
    publish(out)
    assert names(out) == [RUN_RECORD]
    assert names(tmp_path) == ["out"]


def test_link_is_followed_and_stays(tmp_path: Path) -> None:
    real = an_earlier_run(tmp_path / "real")
    (tmp_path / "link").symlink_to(real)
    publish(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (real / RUN_RECORD).read_text() == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_failure_leaves_an_earlier_run_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    out = an_earlier_run(tmp_path / "out")
    with pytest.raises(error):
        fail_after_writing(out, error)
    assert names(out) == [RUN_RECORD, "stale.csv"]
    assert (out / RUN_RECORD).read_text() == "earlier"
    assert names(tmp_path) == ["out"]


def test_failure_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), staged(tmp_path / "out"):
        raise ValueError("broken")
    assert names(tmp_path) == []


def test_earlier_run_comes_back_when_the_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = an_earlier_run(tmp_path / "out")
    rename = Path.rename

    def fail_for_staging(self: Path, target: Path) -> Path:
        if ".staging-" in self.name:
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_staging)
    with pytest.raises(SettingError, match="could not be put in place"):
        publish(out)
    assert (out / RUN_RECORD).read_text() == "earlier"
    assert names(tmp_path) == ["out"]


def test_earlier_run_stays_when_it_cannot_be_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = an_earlier_run(tmp_path / "out")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(SettingError, match="Permission denied"):
        publish(out)
    assert (out / RUN_RECORD).read_text() == "earlier"
    assert names(tmp_path) == ["out"]


def test_earlier_run_is_kept_when_overwriting_is_off(tmp_path: Path) -> None:
    out = an_earlier_run(tmp_path / "out")
    with pytest.raises(SettingError, match="holds an earlier run"):
        publish(out, overwrite=False)
    assert (out / RUN_RECORD).read_text() == "earlier"


def test_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("dear to me")
    with pytest.raises(SettingError, match="is not empty"):
        publish(tmp_path)
    assert names(tmp_path) == ["thesis.txt"]


def test_folder_that_someone_fills_meanwhile_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(SettingError, match="is not empty"):
        publish_while_another_fills(out)
    assert names(tmp_path) == ["out"]
    assert names(out) == ["thesis.txt"]


def test_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(SettingError, match="is a file"):
        publish(tmp_path / "out")


def test_file_as_parent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingError, match="cannot be made"):
        publish(tmp_path / "file" / "out")


def test_mount_point_is_refused() -> None:
    with pytest.raises(SettingError, match="mount point"):
        publish(Path("/proc"))


def test_parent_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", forbid)
    with pytest.raises(SettingError, match="cannot be written"):
        publish(tmp_path / "out")


def test_leftovers_of_killed_runs_are_removed(tmp_path: Path) -> None:
    for name in (".out.staging-4000000-abc", f".out.staging-{os.getpid()}-abc", ".out.replaced-4000000-abc"):
        an_earlier_run(tmp_path / name)
    for name in (".other.staging-4000000-abc", ".out.staging-mine"):
        an_earlier_run(tmp_path / name)
    publish(tmp_path / "out")
    assert names(tmp_path) == [".other.staging-4000000-abc", ".out.staging-mine", "out"]
    assert (tmp_path / "out" / RUN_RECORD).read_text() == "new"


def test_earlier_run_set_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    an_earlier_run(tmp_path / ".out.replaced-4000000-abc")
    with pytest.raises(ValueError, match="broken"), staged(tmp_path / "out"):
        raise ValueError("broken")
    assert (tmp_path / "out" / RUN_RECORD).read_text() == "earlier"
    assert names(tmp_path) == ["out"]


def test_folder_of_a_running_process_is_not_a_leftover(tmp_path: Path) -> None:
    with staged(tmp_path / "out") as first:
        write_run(first, "first")
        publish(tmp_path / "out", "second")
        assert first.is_dir()
    assert (tmp_path / "out" / RUN_RECORD).read_text() == "first"


@pytest.mark.parametrize("out", ["data", "data/out", ".", "data/../data/out"])
def test_output_may_not_mix_with_the_data(tmp_path: Path, out: str) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(SettingError, match="outside the data"):
        refuse_inside(tmp_path / out, tmp_path / "data")


@pytest.mark.parametrize("out", ["out", "data-out", "deep/er/out"])
def test_output_beside_the_data_is_fine(tmp_path: Path, out: str) -> None:
    refuse_inside(tmp_path / out, tmp_path / "data")


def test_a_private_file_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "made" / "here" / "page.html"
    assert write_private(path, "第一页") == path
    write_private(path, "第二页")
    assert path.read_text(encoding="utf-8") == "第二页"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700
    assert [left.name for left in path.parent.iterdir()] == ["page.html"]


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="name a file"):
        refuse_folder(tmp_path)
    refuse_folder(tmp_path / "page.html")


def test_a_database_is_in_no_folder(tmp_path: Path) -> None:
    refuse_inside(tmp_path / "out", "postgresql://host/aid")
