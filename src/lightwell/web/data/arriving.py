"""Files on their way in: written into the home as they come, for its owner alone, and no further than the limit."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from lightwell.errors import LightwellError
from lightwell.web.data import files

PATIENCE = 4
"""A sender is heard to the end, so that the browser shows our page, unless more than so many times the limit is sent."""


def limit() -> int:
    """Give how many bytes may be uploaded at once."""
    return int(settings.LIGHTWELL_UPLOAD_MB) * 1_000_000


class Arrived(UploadedFile[bytes]):
    """A file that has come in whole: `path` is where it lies until it is kept or removed."""

    def __init__(self, path: Path, name: str, size: int, content_type: str) -> None:
        self.path = path
        super().__init__(file=path.open("rb"), name=name, size=size, content_type=content_type)


class ExtractHandler(FileUploadHandler):
    """Takes the files of one request; `too_large` says that together they are over the limit, and nothing of them is kept then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = False
        self._total = 0
        self._paths: list[Path] = []
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a file under a name of our own."""
        super().new_file(*args, **kwargs)
        if self.too_large:
            return
        path = files.incoming() / str(uuid.uuid4())
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._paths.append(path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece; over the limit nothing more is written, and far over it the sender is cut off."""
        del start
        self._total += len(raw_data)
        if self._total > limit():
            self.too_large = True
            self.remove()
            if self._total > PATIENCE * limit():
                raise StopUpload(connection_reset=True)
            return None
        if self._file is not None:
            self._write(raw_data)
        return None

    def file_complete(self, file_size: int) -> Arrived | None:
        """Give the file that has come in."""
        if self._file is None or self.too_large:
            return None
        self._file.close()
        self._file = None
        return Arrived(self._paths[-1], str(self.file_name), file_size, str(self.content_type))

    def upload_interrupted(self) -> None:
        """Keep nothing of what was cut short."""
        self.remove()

    def remove(self) -> None:
        """Remove what came in and was not kept."""
        if self._file is not None:
            self._file.close()
            self._file = None
        for path in self._paths:
            path.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        try:
            if self._file is not None:
                self._file.write(data)
        except OSError as error:
            self.remove()
            raise LightwellError(
                f"The file could not be kept ({error.strerror}). Nothing was changed. "
                "See that the disk of the server has room, and upload again."
            ) from error
