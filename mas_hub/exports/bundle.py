"""Every format of one document in one ZIP, locked with a passphrase where it has to travel by e-mail."""

import io
import secrets
import zipfile
from collections.abc import Mapping
from datetime import datetime

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
    at = made_at.astimezone(clock.LOCAL).timetuple()[:6]
    if passphrase is None:
        with zipfile.ZipFile(packed, "w") as plain:
            for name, content in files.items():
                plain.writestr(zipfile.ZipInfo(name, at), content, zipfile.ZIP_DEFLATED)
    else:
        with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as locked:
            locked.setpassword(passphrase.encode())
            for name, content in files.items():
                locked.writestr(locked.zipinfo_cls(name, at), content, pyzipper.ZIP_DEFLATED)
    return packed.getvalue()
