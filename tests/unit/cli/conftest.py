from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lightwell.cli import main
from tests.small import SETTINGS, write_extract


@dataclass(frozen=True)
class Said:
    """What a command came to: its exit code, and what it printed on each stream."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line as a person would, in this process."""

    def command(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["lightwell", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with settings and nothing loaded."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a file's loaded home is kept once one of its tests has loaded it."""
    return tmp_path_factory.mktemp("kept") / "home"


def load_once(run: Run, home: Path, extract: Path, kept: Path) -> Path:
    """Load an extract by the command the first time, and copy the home that it left after that."""
    if kept.is_dir():
        shutil.copytree(kept, home, dirs_exist_ok=True)
    else:
        assert run("load", "tables", extract, "--as-at", "2024-01-31", "--home", home).code == 0
        shutil.copytree(home, kept)
    return home


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write_extract(tmp_path / "extract")
