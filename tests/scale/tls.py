"""A TLS connection that one thread reads while another writes. Python allows that from 3.13 on; before, what is written
at the wrong moment ends it."""

import select
import socket
import ssl
from threading import Lock
from typing import Any


class Guarded(ssl.SSLSocket):
    """Reads and writes in turn, and waits for something to read without keeping the writer out."""

    @property
    def _turn(self) -> Lock:
        turn: Lock = self.__dict__.setdefault("turn", Lock())
        return turn

    def settimeout(self, value: float | None) -> None:
        self.__dict__["patience"] = value
        super().settimeout(value)

    def recv(self, size: int = 1024, flags: int = 0) -> bytes:
        patience: float | None = self.__dict__.get("patience")
        while True:
            with self._turn:
                super().settimeout(0)
                try:
                    return super().recv(size, flags)
                except ssl.SSLWantReadError:
                    pass
                finally:
                    super().settimeout(patience)
            if not select.select([self], [], [], patience)[0]:
                raise TimeoutError

    def send(self, data: Any, flags: int = 0) -> int:
        with self._turn:
            return super().send(data, flags)


def connect(host: str, port: int, certificate: str) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=certificate)
    context.sslsocket_class = Guarded
    return context.wrap_socket(socket.create_connection((host, port), timeout=10), server_hostname=host)
