"""Every format of one document in one ZIP, locked with a passphrase where it has to travel by e-mail."""

import io
import secrets
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any, Self

import pyzipper

from mas_hub import clock

MIME = "application/zip"
# No letter or figure that is read as another, or heard as another on the telephone.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _IN_A_GROUP = 6, 4


def new_passphrase() -> str:
    """Some 118 bits, in groups that can be read out: `k7mf-9q2x-...`. It is kept nowhere."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))


def pack(files: Mapping[str, bytes], made_at: datetime, passphrase: str | None = None) -> bytes:
    """A ZIP of `files` by name. With a passphrase each is encrypted with AES-256, as 7-Zip and WinZip open it; their
    names are not, so they must say nothing."""
    packed = io.BytesIO()
    with Packing(packed, passphrase) as packing:
        for name, content in files.items():
            packing.add(name, content, made_at)
    return packed.getvalue()


class Packing:
    """A ZIP written into a file, one file of its own after another."""

    def __init__(self, into: IO[bytes], passphrase: str | None = None) -> None:
        self._zip: Any
        if passphrase is None:
            self._zip, self._info = zipfile.ZipFile(into, "w"), zipfile.ZipInfo
        else:
            self._zip = pyzipper.AESZipFile(into, "w", encryption=pyzipper.WZ_AES)
            self._zip.setpassword(passphrase.encode())
            self._info = self._zip.zipinfo_cls

    def add(self, name: str, content: bytes, made_at: datetime) -> None:
        at = made_at.astimezone(clock.LOCAL).timetuple()[:6]
        self._zip.writestr(self._info(name, at), content, zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
