from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.small import SETTINGS

LIGHTWELL = Path(sys.executable).with_name("lightwell")


def run(home: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LIGHTWELL_HOME": str(home), "DATABASE_URL": ""}
    return subprocess.run([LIGHTWELL, *arguments], env=environment, input=typed, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(home: Path, port: int, *, hosts: str = "127.0.0.1") -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "LIGHTWELL_HOME": str(home),
        "DATABASE_URL": "",
        "LIGHTWELL_HOSTS": hosts,
    }
    command = [str(LIGHTWELL), "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            yield running
        finally:
            running.send_signal(signal.SIGINT)


def answer(port: int, path: str) -> tuple[int, str]:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site never answered")


def test_a_new_home_is_served_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    with served(tmp_path, port) as running:
        assert answer(port, "/health/") == (200, "ok\n")
        status, page = answer(port, "/people/sign-in/")
        assert status == 200
        assert "Smallshire" in page
        assert "daylight falls through" not in page
        running.send_signal(signal.SIGINT)
        said, _ = running.communicate(timeout=60)
    assert f"Lightwell is at http://127.0.0.1:{port}/" in said
    assert "Nobody can sign in yet. Add the first person with: lightwell person" in said
    assert "Traceback" not in said
    assert (tmp_path / "web" / "secret_key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "web").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert said.returncode == 1
    assert "choose another with --port" in said.stderr
    assert "Traceback" not in said.stdout + said.stderr


def test_settings_that_cannot_be_read_are_named_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("authority: X\nname: Y\ncolour: blue\n", encoding="utf-8")
    said = run(tmp_path, "serve", "--port", str(free_port()))
    assert said.returncode == 1
    assert "There is no key “colour”" in said.stderr


def test_a_person_is_added(tmp_path: Path) -> None:
    said = run(tmp_path, "person", "alex", "--role", "performance_analyst", typed="a sentence nobody guesses\n")
    assert (said.returncode, said.stdout) == (0, "“alex” may now sign in as performance analyst.\n")
