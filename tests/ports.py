"""Ports on loopback for servers that are started, killed and started again."""

import errno
import random
import socket

# Below those that a system gives to whoever connects (or binds to port 0), so that none is taken between being found
# and being listened at, nor while its server is down.
RANGE = (12_000, 32_000)
_claims: list[socket.socket] = []
_chance = random.SystemRandom()  # which no test seeds


def free_port() -> int:
    """One that nobody else who asks here is given until this process has ended, whichever process they are in."""
    while True:
        port = _chance.randrange(*RANGE)
        claim, probe = socket.socket(socket.AF_UNIX), socket.socket()
        try:
            claim.bind(f"\0a port of mas_hub's tests: {port}")
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            claim.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            _claims.append(claim)
            return port
        finally:
            probe.close()
