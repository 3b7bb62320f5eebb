"""Walks through a document as its reader would: writes the files that it shows, runs its commands, and compares what they print.

Fenced blocks are known by the words after the three ticks. `console` is run: a line that begins with `$ ` is a command, those below it are
what it prints, errors included. `csv file=PATH`, `yaml file=PATH` and the like are written to that path. `console demonstration` needs
the invented authority and is left to the long tests. In what is printed, `...` stands for anything, and alone on a line for any lines.

`LIGHTWELL_HOME=FOLDER python -m tests.docs.walk DOCUMENT` writes what is printed now into a document on the invented authority, whose home
the folder is; what still fits is left as it stands.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lightwell.cli import main
from lightwell.definitions.load import load_folders

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION = "demonstration"

_FENCE = re.compile(r"^```(?P<words>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PLAIN = re.compile(r"(?P<words>lightwell [^|<>;&`]*)(?:> (?P<file>\S+))?")

_HASH = re.compile(r"(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}\b")
_MOST_LINES, _LINES_KEPT = 16, 12


@dataclass(frozen=True)
class Block:
    """One fenced block: the words after its ticks, its text, and the line of the document on which it begins."""

    words: tuple[str, ...]
    text: str
    line: int

    @property
    def language(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def file(self) -> str:
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), "")


@dataclass(frozen=True)
class Step:
    """One command, what the document says that it prints, and where the document says so."""

    command: str
    printed: str
    line: int


def documents() -> list[Path]:
    """List every document of the project, the generated ones included."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("indicators/**/*.md")])


def blocks(document: Path) -> list[Block]:
    text = document.read_text(encoding="utf-8")
    return [Block(tuple(found["words"].split()), found["text"], text.count("\n", 0, found.start()) + 1) for found in _FENCE.finditer(text)]


def steps(block: Block) -> Iterator[Step]:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    line = block.line + 1 + parts[0].count("\n")
    for part in parts[1:]:
        command, _, printed = part.partition("\n")
        yield Step(command.strip(), printed, line)
        line += part.count("\n")


def walk(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *, demonstration: bool = False) -> int:
    """Write and run everything in a document, in a folder of its own; gives the number of commands that were run."""
    ran = 0
    for step, printed in performed(document, folder, monkeypatch, demonstration=demonstration):
        if not alike(step.printed, printed):
            where = f"{document.relative_to(ROOT)}, line {step.line}: {step.command}"
            raise AssertionError(f"{where}\nThe document says:\n{step.printed}\nIt printed:\n{printed}")
        ran += 1
    return ran


def performed(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *, demonstration: bool) -> Iterator[tuple[Step, str]]:
    """Do what a document says, one command at a time, giving each with what it printed."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for block in blocks(document):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "console" and (demonstration or DEMONSTRATION not in block.words):
            for step in steps(block):
                yield step, _run(step.command, monkeypatch)


def refresh(document: Path) -> None:
    """Write what is printed now into a document on the invented authority."""
    text = document.read_text(encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as folder:
        for step, printed in performed(document, Path(folder), monkeypatch, demonstration=True):
            if not alike(step.printed, printed):
                now = "".join(f"{line}\n" for line in _shown(printed))
                text = text.replace(f"$ {step.command}\n{step.printed}", f"$ {step.command}\n{now}", 1)
    document.write_text(text, encoding="utf-8")


def _shown(printed: str) -> list[str]:
    """Shorten what a document shows: the first lines of many, and no snapshot's hash, which any change of a definition would change."""
    lines = [_HASH.sub(r"\1-...", line) for line in _lines(printed)]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_LINES_KEPT], "..."]


def alike(said: str, printed: str) -> bool:
    """Say whether what was printed is what the document says, blanks at the ends of lines apart."""
    pattern = ""
    for line in _lines(said):
        pattern += r"(?:[^\n]*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", r"[^\n]*") + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(printed))) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def _run(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    if command.startswith("export "):
        name, _, value = command.removeprefix("export ").partition("=")
        monkeypatch.setenv(name, os.path.expandvars(value))
        return ""
    if plain := _PLAIN.fullmatch(command):
        printed = _run_here(shlex.split(os.path.expandvars(plain["words"])), monkeypatch)
        if not plain["file"]:
            return printed
        Path(plain["file"]).write_text(printed, encoding="utf-8")
        return ""
    done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=600)
    return done.stdout


def _run_here(words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the command line in this process: starting Python anew for each command would take most of the time."""
    load_folders.cache_clear()  # a new process would read the definitions again
    printed = io.StringIO()
    with monkeypatch.context() as patch, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        patch.setattr(sys, "argv", words)
        with contextlib.suppress(SystemExit):
            main()
    return printed.getvalue()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name).resolve())
