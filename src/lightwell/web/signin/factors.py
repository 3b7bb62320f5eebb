"""The second factors of a person: an authenticator app, passkeys and recovery codes. allauth keeps them; the rules are here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, validate_totp_code, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate
from markupsafe import Markup

from lightwell.web.access.models import Person

App, Passkey, Codes = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True)
class Factor:
    """One second factor as its page lists it; `left` is the number of recovery codes that were not used yet."""

    id: int
    kind: str
    name: str
    added: date
    last_used: date | None
    left: int | None = None


def factors_of(person: Person) -> list[Factor]:
    """List the second factors of a person, the oldest first."""
    return [_factor(each) for each in Authenticator.objects.filter(user=person).order_by("id")]


def has_factor(person: Person) -> bool:
    """Whether the person has set up an authenticator app or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=person, type__in=(App, Passkey)).exists())


@transaction.atomic
def of_code(person: Person, code: str) -> Authenticator | None:
    """Give the app or the recovery codes that a code belongs to, and use it up; None for a wrong code and for one used before."""
    code = code.replace(" ", "").replace("-", "")
    kept = Authenticator.objects.select_for_update().filter(user=person, type__in=(App, Codes)).order_by("-type")
    for each in kept if code.isascii() and code.isdigit() else ():
        if _use_step(each, code) if each.type == App else each.wrap().validate_code(code):
            return each
    return None


def _use_step(kept: Authenticator, code: str) -> bool:
    """Accept the code of a time step later than the last that was used, so that a code overlooked by another cannot be given again."""
    secret = get_adapter().decrypt(kept.data["secret"])
    for step in yield_hotp_counters_from_time():
        if step > kept.data.get("last_step", -1) and constant_time_compare(format_hotp_value(hotp_value(secret, step)), code):
            kept.data["last_step"] = step
            kept.save(update_fields=["data"])
            return True
    return False


def of_passkey(person: Person, said: str) -> Authenticator | None:
    """Give the passkey that answered our challenge; None where what the browser sent does not prove one of this person."""
    try:
        response = json.loads(said)
        webauthn.parse_authentication_response(response)
        return webauthn.complete_authentication(person, response)
    except (ValidationError, ValueError, TypeError, KeyError):
        return None


def challenge(person: Person) -> str:
    """Give what the browser needs to ask for a passkey, as JSON; empty for a person who has none."""
    if not Authenticator.objects.filter(user=person, type=Passkey).exists():
        return ""
    return json.dumps(_plain(webauthn.begin_authentication(person)))


def passkey_to_make(person: Person) -> str:
    """Give what the browser needs to make a passkey, as JSON."""
    return json.dumps(_plain(webauthn.begin_registration(person, passwordless=False)))


def add_passkey(person: Person, name: str, said: str) -> Authenticator | None:
    """Add the passkey that the browser made; None where it does not answer our challenge."""
    try:
        credential = json.loads(said)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError):
        return None
    return webauthn.WebAuthn.add(person, name, credential).instance


@transaction.atomic
def add_app(person: Person, secret: str, code: str) -> Authenticator | None:
    """Add an authenticator app in place of one before, once its first code was right; None for a wrong code."""
    code = code.replace(" ", "")
    if not (code.isascii() and code.isdigit() and validate_totp_code(secret, code)):
        return None
    Authenticator.objects.filter(user=person, type=App).delete()
    added = TOTP.activate(person, secret).instance
    _use_step(added, code)
    return added


@transaction.atomic
def new_codes(person: Person) -> list[str]:
    """Give ten new recovery codes; those before no longer hold."""
    Authenticator.objects.filter(user=person, type=Codes).delete()
    return list(RecoveryCodes.activate(person).generate_codes())


@transaction.atomic
def remove(person: Person, id: int) -> Factor | None:
    """Remove a second factor, and the recovery codes with the last; gives what was removed, None where it is not this person's."""
    kept = Authenticator.objects.filter(user=person, id=id).exclude(type=Codes).first()
    if kept is None:
        return None
    removed = _factor(kept)
    kept.delete()
    if not has_factor(person):
        Authenticator.objects.filter(user=person).delete()
    return removed


def forget_all(person: Person) -> int:
    """Remove every second factor of a person who has lost them; gives how many there were."""
    return int(Authenticator.objects.filter(user=person).delete()[0])


def drawn(person: Person, secret: str) -> Markup:
    """Draw the code that an authenticator app reads from the screen; made here, because its secret must go to nobody else."""
    code = qrcode.QRCode(border=2)
    code.add_data(get_adapter().build_totp_url(person, secret))
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    box = f'<svg class="lw-qr" role="img" aria-label="QR code for your authenticator app" viewBox="0 0 {len(rows)} {len(rows)}">'
    return Markup(f'{box}<rect class="lw-qr__paper" width="100%" height="100%"/><path class="lw-qr__ink" d="{path}"/></svg>')  # noqa: S704 - numbers alone


def _factor(kept: Authenticator) -> Factor:
    names = {App: "Authenticator app", Codes: "Recovery codes"}
    name = kept.wrap().name if kept.type == Passkey else names[kept.type]
    left = len(kept.wrap().get_unused_codes()) if kept.type == Codes else None
    return Factor(
        kept.id, str(kept.type), name, localdate(kept.created_at), localdate(kept.last_used_at) if kept.last_used_at else None, left
    )


def _plain(options: dict[str, Any]) -> Any:
    """Give the options of a challenge as plain values."""
    return json.loads(json.dumps(options, default=dict))
