"""`serve`: the server and, beside it, the worker that does long work in the background."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from lightwell.errors import LightwellError
from lightwell.store import open_snapshot
from lightwell.web.access.demonstration import PASSWORD, add_demonstration_people, add_demonstration_restriction
from lightwell.web.access.models import Person
from lightwell.web.safety_checks import refuse_if_unsafe

_WORKER_ENDS_IN = 90
"""Seconds that a load is given to end when the server is stopped."""

Process = subprocess.Popen[bytes]


class Command(BaseCommand):
    """Bring the database up to date and serve until stopped."""

    help = "Serve the web application."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="Processes that answer.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start the server and the worker, and stop both together."""
        self._require_safe()
        _require_free(options["host"], options["port"])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database cannot be opened. Check DATABASE_URL and that the server runs. It said: {error}") from None
        call_command("clearsessions")
        call_command("prune_db_task_results", min_age_days=14, verbosity=0)
        self._greet(options["host"], options["port"])
        _run(_server(options["host"], options["port"], options["workers"]), _background())

    def _require_safe(self) -> None:
        try:
            warnings = refuse_if_unsafe()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        for warning in warnings:
            self.stderr.write(warning)

    def _greet(self, host: str, port: int) -> None:
        if settings.DEMONSTRATION:
            try:
                add_demonstration_people(open_snapshot(settings.HOME))
                add_demonstration_restriction(open_snapshot(settings.HOME))
            except LightwellError as error:
                raise CommandError(str(error)) from None
        self.stdout.write(f"Lightwell is at http://{host}:{port}/ (stop it with Ctrl+C)")
        if settings.DEMONSTRATION:
            self.stdout.write(f"Sign in as head_of_service or anyone else on the page; the password of all is: {PASSWORD}")
        elif not Person.objects.exists():
            self.stdout.write("Nobody can sign in yet. Add the first person with: lightwell person NAME --role performance_analyst")
        self.stdout.flush()


def _require_free(host: str, port: int) -> None:
    """Say before anything is begun that the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Lightwell cannot listen at {host}:{port} ({error.strerror}). Stop what else listens there, or choose another with --port."
        ) from None


def _server(host: str, port: int, workers: int) -> list[str]:
    """Give the command of the server: gunicorn, or waitress on Windows, where gunicorn cannot run."""
    application = "lightwell.web.wsgi:application"
    if sys.platform == "win32":
        return [sys.executable, "-m", "waitress", f"--listen={host}:{port}", f"--threads={workers * 4}", application]
    return [
        *(sys.executable, "-m", "gunicorn", application),
        *(f"--bind={host}:{port}", f"--workers={workers}", "--threads=4", "--log-level=warning"),
        # A connection is kept for longer than a reader takes over a page, so that none is closed just as the next is asked for.
        *("--timeout=120", "--graceful-timeout=20", "--keep-alive=75"),
        # Workers start again after many requests, each at its own time, so that memory is handed back.
        *("--max-requests=5000", "--max-requests-jitter=1000"),
    ]


def _background() -> list[str]:
    return [
        *(sys.executable, "-m", "lightwell.web", "db_worker"),
        *("--no-reload", "--no-startup-delay", "--interval=2", "--max-tasks=20", f"--worker-id=lightwell-{os.getpid()}"),
    ]


def _run(server: list[str], background: list[str]) -> None:
    """Keep both running until the server ends or we are told to stop; the worker is started again whenever it ends by itself."""
    serving = subprocess.Popen(server)  # noqa: S603 - our own command
    working = subprocess.Popen(background, start_new_session=True)  # noqa: S603 - our own command
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and serving.poll() is None:
        if working.poll() is not None:
            working = subprocess.Popen(background, start_new_session=True)  # noqa: S603 - our own command
        time.sleep(0.5)
    for process in (serving, working):
        process.terminate()
    _wait(serving, 30)
    _wait(working, _WORKER_ENDS_IN)
    if not stopping:
        raise CommandError("The server has ended by itself. What it said stands above.")


def _wait(process: Process, seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
