import json
import subprocess
import sys

import pytest

SCRIPT = """
import json, os, resource, sys
from pathlib import Path
from features.records.formats.confine import confine

folder, other = Path(sys.argv[1]), Path(sys.argv[2])
confine(folder, seconds=20, memory=400_000_000, disk=100_000)

def open_socket():
    import socket
    socket.socket()

def resolve():
    import socket
    socket.getaddrinfo("localhost", 80)

def run_program():
    import subprocess
    subprocess.run([sys.executable, "-c", ""])

def overstep():
    with open(folder / "large", "wb") as file:
        for _ in range(20):
            file.write(bytes(10_000))
            file.flush()

tries = {
    "write inside": lambda: (folder / "a").write_text("x"),
    "read outside": lambda: (other / "there").read_text(),
    "rename inside": lambda: (folder / "a").rename(folder / "b"),
    "write outside": lambda: (other / "a").write_text("x"),
    "append outside": lambda: open(other / "there", "a"),
    "escape by link": lambda: (folder / "out" / "a").write_text("x"),
    "escape by dots": lambda: (folder / ".." / "a").write_text("x"),
    "low-level write": lambda: os.open(other / "a", os.O_CREAT | os.O_RDWR),
    "delete": lambda: (other / "there").unlink(),
    "make a folder": lambda: (other / "new").mkdir(),
    "open a socket": open_socket,
    "look up a name": resolve,
    "run a program": run_program,
    "run a shell": lambda: os.system("true"),
    "fork": os.fork,
    "exec": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
    "take memory": lambda: len(bytearray(600_000_000)),
    "fill the disk": overstep,
}
said = {}
for name, action in tries.items():
    try:
        action()
        said[name] = "done"
    except (PermissionError, MemoryError, OSError) as error:
        said[name] = type(error).__name__
said["core"] = resource.getrlimit(resource.RLIMIT_CORE)[0]
print(json.dumps(said))
"""

EXPECTED = {
    "write inside": "done",
    "read outside": "done",
    "rename inside": "done",
    "write outside": "PermissionError",
    "append outside": "PermissionError",
    "escape by link": "PermissionError",
    "escape by dots": "PermissionError",
    "low-level write": "PermissionError",
    "delete": "PermissionError",
    "make a folder": "PermissionError",
    "open a socket": "PermissionError",
    "look up a name": "PermissionError",
    "run a program": "PermissionError",
    "run a shell": "PermissionError",
    "fork": "PermissionError",
    "exec": "PermissionError",
    "take memory": "MemoryError",
    "fill the disk": "OSError",
    "core": 0,
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder, other = tmp_path_factory.mktemp("folder"), tmp_path_factory.mktemp("other")
    (other / "there").write_text("x")
    (folder / "out").symlink_to(other)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(other)], capture_output=True, text=True, check=True
    )
    assert [entry.name for entry in other.iterdir()] == ["there"]
    return json.loads(done.stdout)


@pytest.mark.parametrize(("action", "outcome"), EXPECTED.items())
def test_a_confined_process_can_only_read_and_write_in_its_folder(said, action, outcome):
    assert said[action] == outcome
