"""The whole of a hub in one encrypted file, and a hub from such a file.

A backup is a stream of lines of JSON, zlib-compressed, encrypted as an age file (age-encryption.org/v1): to an X25519
recipient whose identity is kept elsewhere, or to a passphrase. `lines` says what the lines are. It is one moment of the
database, whichever of the two kinds that is, and can be restored into either.
"""

from mas_hub.backup.restoring import BackupError, Restored, restore
from mas_hub.backup.writing import Written, back_up

__all__ = ["BackupError", "Restored", "Written", "back_up", "restore"]
