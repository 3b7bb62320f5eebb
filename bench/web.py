"""Measures the site under load: `python -m bench.web` prints JSON, for SQLite and PostgreSQL, for 20 people and for 100.

A demonstration's home is made for it (some minutes) unless `LIGHTWELL_BENCH_HOME` names one that is there. The real server is started with
`lightwell serve`'s own command, and locust runs beside it on the same machine, so that it takes part of the time that it measures.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from bench.people import PASSWORD
from tools.with_postgresql import postgresql

AIM_MS = 200
SIGNING_IN = {20: 20, 100: 35}
"""Seconds in which so many people sign in before the measuring begins: a password costs half a second of a core, by design."""

SECONDS = int(os.environ.get("LIGHTWELL_BENCH_SECONDS", "60"))


def main() -> None:
    """Measure on each database and print what was found."""
    with tempfile.TemporaryDirectory(prefix="lightwell-bench-") as folder:
        home = Path(os.environ.get("LIGHTWELL_BENCH_HOME", "") or _demonstration(Path(folder)))
        found: dict[str, dict[str, object]] = {}
        for database in ("sqlite", "postgresql"):
            with postgresql() if database == "postgresql" else nullcontext("") as address, _site(home, address) as site:
                found[database] = {f"{people}_people": _load(site, people, Path(folder)) for people in SIGNING_IN}
                found[database]["home_page_bytes"] = _weight(site)
        print(json.dumps({"aim_p95_ms": AIM_MS, "seconds": SECONDS, **found}, indent=1))


def _demonstration(folder: Path) -> Path:
    home = folder / "home"
    subprocess.run(
        [str(Path(sys.executable).with_name("lightwell")), "demo", "--no-serve", "--home", str(home)], check=True, stdout=sys.stderr
    )
    return home


@contextmanager
def _site(home: Path, database: str) -> Iterator[str]:
    """Serve a home on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "LIGHTWELL_HOME": str(home), "LIGHTWELL_LOOPBACK": "1", "DATABASE_URL": database}
    command = [sys.executable, "-m", "lightwell.web", "serve", f"--port={port}"]
    running = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    site = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{site}/health/")
        time.sleep(_WARMING)
        yield site
    finally:
        running.terminate()
        running.wait(60)


_WARMING = 15
"""Seconds in which the server opens the current snapshot, as it does before the first reader of a day."""


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"The site did not answer at {address}.")


def _load(site: str, people: int, folder: Path) -> dict[str, object]:
    """Run locust and give, for every page, how long it took in milliseconds and how often it failed."""
    out = folder / f"load-{people}"
    arguments = [
        "--headless",
        "--only-summary",
        "--reset-stats",
        f"--users={people}",
        "--spawn-rate=4",
        f"--run-time={SECONDS + people // 4}s",
    ]
    command = [sys.executable, "-m", "locust", "-f", "bench/people.py", *arguments, f"--host={site}", f"--csv={out}"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(f"{out}_stats.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "(form)" not in row["Name"] and row["Name"] != "sign in"]
    pages = {row["Name"]: _page(row) for row in rows if row["Name"] != "Aggregated"}
    every = next(row for row in rows if row["Name"] == "Aggregated")
    return {
        "worst_page_p95_ms": max(page["p95_ms"] for page in pages.values()),
        "errors": int(every["Failure Count"]),
        "requests_per_second": round(float(every["Requests/s"]), 1),
        "pages": pages,
    }


def _page(row: dict[str, str]) -> dict[str, int]:
    return {
        "requests": int(row["Request Count"]),
        "median_ms": int(row["50%"]),
        "p95_ms": int(row["95%"]),
        "errors": int(row["Failure Count"]),
    }


def _weight(site: str) -> int:
    """Weigh the front page as a browser fetches it the first time: the page, its style sheet and its script, compressed as sent."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.addheaders = [("Accept-Encoding", "gzip")]
    form = _text(opener.open(f"{site}/people/sign-in/").read())
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    fields = {"username": "head_of_service", "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    opener.open(urllib.request.Request(f"{site}/people/sign-in/", urlencode(fields).encode(), {"Referer": f"{site}/"}))
    sent = opener.open(f"{site}/").read()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', _text(sent)))
    return len(sent) + sum(len(opener.open(f"{site}{asset}").read()) for asset in assets)


def _text(sent: bytes) -> str:
    return (gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent).decode()


if __name__ == "__main__":
    main()
