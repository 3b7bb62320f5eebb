"""`lightwell serve` and `lightwell person`: the web application, which runs in a process of its own, the only one that needs Django."""

from __future__ import annotations

import ipaddress
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, chosen_home, examples
from lightwell.results import read_settings
from lightwell.store import Home


class Reset(StrEnum):
    """What is done for someone who cannot sign in."""

    PASSWORD = "password"  # noqa: S105 - a word of the command line
    SECOND_FACTOR = "second-factor"
    TO_DIRECTORY = "to-directory"
    UNLOCK = "unlock"
    SIGN_OUT = "sign-out"


_RESETS = "a new password, a new second factor, over to the council's directory, the end of a pause, or of every session"

HostOption = Annotated[str, typer.Option("--host", help="Address to listen on; another than this machine's own needs TLS before it.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=examples("lightwell serve", "lightwell serve --port 8080"))(serve)
    app.command(
        epilog=examples(
            "lightwell person alex --role performance_analyst --name 'Alex Example'",
            "lightwell person sam --role practice_manager --part team=T12",
            "lightwell person sam --reset second-factor",
        )
    )(person)


def serve(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that answer.")] = 2,
    home: HomeOption = None,
) -> None:
    """Serve the web application until it is stopped."""
    run_site(chosen_home(context, home), host=host, port=port, workers=workers)


def person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Sign-in name.", show_default=False)],
    role: Annotated[str, typer.Option("--role", help="Role, as docs/reference/roles.md lists them.", show_default=False)] = "",
    full_name: Annotated[str, typer.Option("--name", help="Name that others see.")] = "",
    part: Annotated[str, typer.Option("--part", help="Part that the role is for: team=T12, service=Family Help, or whole.")] = "",
    worker: Annotated[str, typer.Option("--worker", help="The person's identifier in the case-management system.")] = "",
    reset: Annotated[list[Reset] | None, typer.Option("--reset", help=f"Help someone who cannot sign in: {_RESETS}.")] = None,
    home: HomeOption = None,
) -> None:
    """Add someone who may sign in to the web application, or help someone who cannot sign in; a password is asked for."""
    if bool(role) == bool(reset):
        raise typer.BadParameter("Give --role to add a person, or --reset to help one who cannot sign in.")
    if reset and (full_name or part or worker):
        raise typer.BadParameter("--name, --part and --worker are for adding a person; --reset changes only how one signs in.")
    store = chosen_home(context, home)
    read_settings(store.settings)
    if reset:
        manage(store, "reset_sign_in", name, *(f"--{each.value}" for each in reset))
        return
    manage(store, "add_person", name, f"--role={role}", f"--name={full_name}", f"--part={part}", f"--worker={worker}")


def run_site(home: Home, *, host: str, port: int, workers: int = 2) -> None:
    """Run the web application on a home; gives the command's own exit code where it ends with a fault."""
    read_settings(home.settings)  # says what is wrong with them here, where it can be said in a sentence
    home.make()
    manage(home, "serve", f"--host={host}", f"--port={port}", f"--workers={workers}", loopback=_loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def manage(home: Home, *arguments: str, loopback: bool = True, more: Mapping[str, str] | None = None) -> None:
    """Run one command of the web application on a home, with more in its environment; a fault of its own ends this command with 1."""
    environment = {**os.environ, "LIGHTWELL_HOME": str(home.path), "LIGHTWELL_LOOPBACK": "1" if loopback else "0", **(more or {})}
    command = [sys.executable, "-m", "lightwell.web", *arguments]
    with subprocess.Popen(command, env=environment) as running, _told(running):  # noqa: S603 - our own command
        code = running.wait()
    if code:
        raise typer.Exit(1)


@contextmanager
def _told(running: subprocess.Popen[bytes]) -> Iterator[None]:
    """Pass on what we are told, so that the site ends with this command however that is stopped, and is waited for."""
    before = {number: signal.signal(number, lambda *_: running.terminate()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
