"""The council's directory of the tests: a real OpenID Connect provider in a process of its own, started once."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

HERE = Path(__file__).parent
HOW = "The tests of signing in with a directory need Node 20 and oidc-provider. Run `make tests/oidc/.done`, and run the tests again."
SECRET = "a secret of the tests"


class CouncilDirectory:
    """The provider at `issuer`, with the person whom it signs in next."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def sign_in_next(self, account: str, *, seconds: int = 3600, amr: tuple[str, ...] = ("pwd",), **claims: object) -> None:
        """Say whom the provider signs in next, what it says of them, and for how long its token holds; nobody refuses."""
        said: Any = {"account": account, "claims": claims, "seconds": seconds, "amr": amr}
        requests.post(f"{self.issuer}/who", json=said, timeout=10).raise_for_status()

    def sent_back(self, address: str) -> str:
        """Go to the provider as a browser would, and give the address to which it sends the browser back, without its host."""
        with requests.Session() as browser:
            for _ in range(9):
                response = browser.get(address, allow_redirects=False, timeout=10)
                if response.status_code not in (302, 303):
                    raise AssertionError(f"The provider answers {response.status_code}: {response.text[:300]}")
                address = requests.compat.urljoin(address, response.headers["Location"])  # type: ignore[attr-defined]
                if not address.startswith(self.issuer):
                    parts = urlsplit(address)
                    return f"{parts.path}?{parts.query}"
        raise AssertionError("The provider never sent the browser back.")


@pytest.fixture(scope="session")
def council() -> Iterator[CouncilDirectory]:
    """The provider, started once for the process."""
    node = shutil.which("node")
    if not node or not (HERE / "node_modules").is_dir():
        pytest.fail(HOW)
    command = [node, str(HERE / "provider.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        issuer = running.stdout.readline().strip()
        try:
            yield CouncilDirectory(issuer)
        finally:
            running.terminate()
