"""Which pages there are for a role: found by following every link from the front page, one address for each kind of page."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import resolve

_LINK = re.compile(rb'<a\s[^>]*href="([^"#]+)')


def pages(client: Client, start: str = "/") -> dict[str, str]:
    """Give one address for each name of a page that the person can reach by links, with the name; downloads left out."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).view_name
        if name in found:
            continue
        response = client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}, and a page links to it"
        if not response["Content-Type"].startswith("text/html"):
            continue
        found[name] = address
        waiting += [link for link in _links(response.content, address) if resolve(urlsplit(link).path).view_name not in found]
    return found


def _links(content: bytes, address: str) -> list[str]:
    hrefs = (match.decode().replace("&amp;", "&") for match in _LINK.findall(content))
    return [urljoin(address, href) for href in hrefs if not urlsplit(href).netloc and not urlsplit(href).scheme]
