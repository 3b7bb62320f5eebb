"""Asking a directory of the council who someone is: OpenID Connect's code flow with PKCE, state, nonce and a signed token."""

from __future__ import annotations

import functools
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError

from lightwell.errors import LightwellError, NotFound
from lightwell.results import Directory
from lightwell.web.file_systems import open_to_others

logger = logging.getLogger(__name__)

_SIGNED_WITH = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"})
"""Signatures that only the directory can make: never `none`, and never one made with a secret that both know."""

_LEEWAY = 60
"""Seconds by which the clock of the directory and ours may differ."""

_WAIT = 10
"""Seconds for which the directory is waited for."""


class NotRecognised(LightwellError):  # noqa: N818 - what happened, as `NotFound` and `Refused`
    """The directory did not say who someone is, or said it in a way that must not be believed."""


@dataclass(frozen=True)
class Identity:
    """Who someone is, as a directory says: `issuer` and `subject` never change; `groups` as the token names them."""

    issuer: str
    subject: str
    username: str
    name: str
    worker: str
    groups: frozenset[str]
    second_factor: bool


def directory_of(name: str) -> Directory:
    """Give the directory of an id in the settings; raises `NotFound`."""
    for each in settings.LIGHTWELL_SIGN_IN.openid:
        if each.id == name:
            return each
    raise NotFound(f"There is no directory “{name}” to sign in with.")


def secret_of(directory: Directory) -> str:
    """Give the secret of our registration, from the environment or the home; raises `LightwellError` where there is none."""
    variable = f"LIGHTWELL_OPENID_SECRET_{directory.id.upper().replace('-', '_')}"
    file = settings.HOME.path / "web" / f"openid_{directory.id}.secret"
    if file.is_file() and open_to_others(file):
        raise LightwellError(f"The secret of {directory.name} can be read by others, so it is not used. Run: chmod 600 {file}")
    secret = os.environ.get(variable, "").strip() or (file.read_text(encoding="utf-8").strip() if file.is_file() else "")
    if not secret:
        raise LightwellError(
            f"Nobody can sign in with {directory.name}, because its secret is not there. "
            f"Whoever looks after Lightwell puts it into {variable} or into web/{file.name} of the home, and starts the site again."
        )
    return secret


def ask(request: HttpRequest, directory: Directory, back: str) -> HttpResponse:
    """Send a person to the directory; `back` is the address to which it sends them with its answer."""
    with _said(directory):
        client = _client(directory, secret_of(directory))
        return client.authorize_redirect(request, back, **_asked_for(directory))  # type: ignore[no-any-return]  # authlib has no types


def _asked_for(directory: Directory) -> dict[str, str]:
    """Ask for the claims that prove a second factor, where they are ones that are given for asking (`acr`; Entra ID's `acrs`)."""
    wanted: dict[str, list[str]] = {}
    for claim, value in directory.second_factor:
        if claim in ("acr", "acrs"):
            wanted.setdefault(claim, []).append(value)
    said = {claim: {"essential": True, **({"value": of[0]} if len(of) == 1 else {"values": of})} for claim, of in wanted.items()}
    return {"claims": json.dumps({"id_token": said})} if said else {}


def answer(request: HttpRequest, directory: Directory) -> Identity:
    """Read who the directory says that someone is; raises `NotRecognised` with a sentence for whatever must not be believed."""
    with _said(directory):
        client = _client(directory, secret_of(directory))
        metadata = client.load_server_metadata()
        options = {"iss": {"essential": True, "value": metadata.get("issuer")}, "aud": {"essential": True, "value": directory.client_id}}
        token = client.authorize_access_token(request, claims_options=options, leeway=_LEEWAY)
        if not token.get("userinfo"):
            raise NotRecognised(f"{directory.name} sent no identity token. Ask whoever looks after it to let Lightwell use OpenID Connect.")
        return _identity(directory, _with_userinfo(directory, client, token))


@functools.lru_cache(maxsize=8)
def _client(directory: Directory, secret: str) -> Any:
    """Make the client once for each process: it keeps the metadata and keys of the directory, and fetches keys anew for one unknown."""
    client = OAuth().register(
        f"lightwell_{directory.id}",
        client_id=directory.client_id,
        client_secret=secret,
        server_metadata_url=directory.discovery,
        client_kwargs={"scope": " ".join(directory.scopes), "code_challenge_method": "S256", "default_timeout": _WAIT},
    )
    metadata = client.load_server_metadata()
    signed = [each for each in metadata.get("id_token_signing_alg_values_supported", ["RS256"]) if each in _SIGNED_WITH]
    if not metadata.get("issuer") or not signed:
        raise NotRecognised(f"{directory.name} names no issuer, or signs its tokens in no way that Lightwell believes.")
    client.server_metadata["id_token_signing_alg_values_supported"] = signed
    return client


@contextmanager
def _said(directory: Directory) -> Iterator[None]:
    """Turn what goes wrong on the way into a sentence; the details go to the log, without tokens."""
    try:
        yield
    except MismatchingStateError:
        raise NotRecognised(
            "This answer belongs to no sign-in that was begun in this browser, or to one that was used already. Sign in again."
        ) from None
    except AuthlibBaseError as error:
        logger.warning("%s refused: %s", directory.id, error.error)
        what = "was not given leave" if error.error in ("access_denied", "consent_required", "login_required") else f"said “{error.error}”"
        raise NotRecognised(f"{directory.name} did not say who you are: it {what}. Sign in again.") from None
    except JoseError as error:
        logger.warning("%s sent a token that is not believed: %s", directory.id, type(error).__name__)
        raise NotRecognised(f"{directory.name} sent an identity token that cannot be believed ({_why(error)}). Sign in again.") from None
    except (requests.RequestException, ValueError, KeyError) as error:
        logger.warning("%s cannot be asked: %s", directory.id, type(error).__name__)
        raise NotRecognised(f"{directory.name} cannot be reached, or its answer cannot be read. Try again in a few minutes.") from None


def _why(error: JoseError) -> str:
    name, claim = str(getattr(error, "error", "")), getattr(error, "claim", "")
    if name == "expired_token":
        return "it has expired"
    return f"its {claim} is wrong" if claim else name.replace("_", " ") or "its signature is wrong"


def _with_userinfo(directory: Directory, client: Any, token: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add what only the userinfo endpoint says, where the token holds no groups; it must speak of the same person."""
    claims: Mapping[str, Any] = token["userinfo"]
    if directory.groups_claim in claims or _too_many(directory, claims) or not client.load_server_metadata().get("userinfo_endpoint"):
        return claims
    said = client.userinfo(token=token)
    if said.get("sub") != claims["sub"]:
        raise NotRecognised(f"{directory.name} spoke of two different people. Sign in again.")
    return {**said, **claims}


def _too_many(directory: Directory, claims: Mapping[str, Any]) -> bool:
    """Whether Entra ID left the groups out because there are more than fit into a token."""
    return directory.groups_claim in (claims.get("_claim_names") or {}) or bool(claims.get("hasgroups"))


def _identity(directory: Directory, claims: Mapping[str, Any]) -> Identity:
    if _too_many(directory, claims):
        raise NotRecognised(
            f"You are in more groups than {directory.name} puts into a token, so your roles cannot be known. Ask whoever looks after it to "
            "send only the groups that are assigned to Lightwell, as the guide to signing in with Entra ID says."
        )
    username = claims.get(directory.username_claim)
    if not isinstance(username, str) or not username.strip():
        raise NotRecognised(f"{directory.name} did not say your sign-in name (its claim “{directory.username_claim}”).")
    groups = claims.get(directory.groups_claim) or []
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        username=username.strip()[:150],
        name=str(claims.get("name") or "")[:300],
        worker=str(claims.get(directory.worker_claim) or "").strip()[:100] if directory.worker_claim else "",
        groups=frozenset(str(each) for each in ([groups] if isinstance(groups, str) else groups)),
        second_factor=any(value in _values(claims.get(claim)) for claim, value in directory.second_factor),
    )


def _values(said: object) -> list[str]:
    return [str(each) for each in said] if isinstance(said, list) else [] if said is None else [str(said)]
