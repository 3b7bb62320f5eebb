"""Files sealed with a passphrase, in the format of age (age-encryption.org/v1), so that the program `age` opens them too.

Only its recipient “scrypt” is written and read. The file key is wrapped by a key made from the passphrase; what follows the header is
64 KiB pieces of ChaCha20-Poly1305, the last one marked, so that a file that was cut short or changed is refused and never half believed.
"""

from __future__ import annotations

import base64
import hmac
import io
import os
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lightwell.errors import LightwellError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"age-encryption.org/v1\n"
"""What a sealed file begins with."""

WORK = 18
"""How hard a passphrase is to try: 2 to the power of so many steps of scrypt, and 256 MB of memory, for each guess."""

_MOST_WORK = 22
_PIECE = 64 * 1024
_TAG = 16


class Sealed(io.RawIOBase):
    """A file to write to, which seals what it is given; `close` ends it and leaves the file below open."""

    def __init__(self, file: IO[bytes], passphrase: str, work: int | None = None) -> None:
        super().__init__()
        work = WORK if work is None else work
        self._file = file
        self._held = bytearray()
        self._number = 0
        key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(_from_passphrase(passphrase, salt, work)).encrypt(bytes(12), key, None)
        head = MAGIC + b"-> scrypt " + _base64(salt) + b" %d\n" % work + _base64(wrapped) + b"\n---"
        file.write(head + b" " + _base64(_seal_of(key, head)) + b"\n" + nonce)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Take bytes, and write those pieces of them that are known not to be the last."""
        self._held += data
        while len(self._held) > _PIECE:
            self._put(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]
        return memoryview(data).nbytes

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class Unsealed(io.RawIOBase):
    """A sealed file to read from; raises `LightwellError` for a wrong passphrase, and for a file that was changed or cut short."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        super().__init__()
        self._file = file
        self._number = 0
        self._ended = False
        self._open = b""
        key = _file_key(file, passphrase)
        self._cipher = ChaCha20Poly1305(_derived(key, _exactly(file, 16), b"payload"))
        self._next = file.read(_PIECE + _TAG)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, into: WriteableBuffer, /) -> int:
        """Give the next bytes."""
        view = memoryview(into).cast("B")
        if not self._open and not self._ended:
            self._open = self._piece()
        given = self._open[: len(view)]
        self._open = self._open[len(given) :]
        view[: len(given)] = given
        return len(given)

    def _piece(self) -> bytes:
        piece, self._next = self._next, self._file.read(_PIECE + _TAG)
        self._ended = not self._next
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=self._ended), piece, None)
        except InvalidTag:
            raise LightwellError("The file was changed or cut short since it was made, and was not believed. Use another copy.") from None
        self._number += 1
        return opened


def is_sealed(file: IO[bytes]) -> bool:
    """Say whether a file that stands at its beginning is sealed; it stands there again afterwards."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


def _file_key(file: IO[bytes], passphrase: str) -> bytes:
    head = file.readline(100)
    words = (line := file.readline(200)).split()
    head += line
    body = file.readline(200)
    head += body
    last = file.readline(200)
    if len(words) != 4 or words[:2] != [b"->", b"scrypt"] or not words[3].isdigit() or not last.startswith(b"--- "):
        raise LightwellError("The file is sealed with a key and not with a passphrase. Open it with age first.")
    if int(words[3]) > _MOST_WORK:
        raise LightwellError("The file asks for more work to open it than is allowed, as one would that is meant to do harm.")
    try:
        wrapped = _unbase64(body)
        key = ChaCha20Poly1305(_from_passphrase(passphrase, _unbase64(words[2]), int(words[3]))).decrypt(bytes(12), wrapped, None)
    except (InvalidTag, ValueError):
        raise LightwellError("The passphrase is not the one that the file was sealed with.") from None
    if not hmac.compare_digest(_seal_of(key, head + b"---"), _unbase64(last[4:])):
        raise LightwellError("The beginning of the file was changed since it was made. Use another copy.")
    return key


def _from_passphrase(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode("utf-8"))


def _derived(key: bytes, salt: bytes, what: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=what).derive(key)


def _seal_of(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, b"", b"header"), head, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _exactly(file: IO[bytes], count: int) -> bytes:
    found = file.read(count)
    if len(found) != count:
        raise LightwellError("The file was cut short. Use another copy.")
    return found


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unbase64(data: bytes) -> bytes:
    text = data.strip()
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
