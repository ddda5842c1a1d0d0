"""Nudges between workers: "something happened in meeting 42", nothing more.

Losing one loses nothing, as each worker's tick reads the log all the same. So nobody waits for Redis: what is published
leaves in the background, with short time-outs, and what cannot leave is forgotten.
"""

import logging
import uuid
from collections.abc import Callable
from threading import Event, Lock
from typing import Any, Protocol

log = logging.getLogger(__name__)

CHANNEL = "mas_hub:nudges:"
TIMEOUT_S = 0.5
GATHER_S = 0.02
"""What happens closely together is told together. Who sits in one meeting is mostly at one worker and need not hear."""
LONGEST_WAIT_S = 2.0
SILENT_PINGS = 3

Heard = Callable[[int], None]
"""Told the meeting in which something happened at another worker."""

Spawn = Callable[..., Any]
"""Runs a function in the background, in whatever way the async mode has."""


class Bus(Protocol):
    def start(self, spawn: Spawn, heard: Heard) -> None: ...

    def publish(self, meeting_id: int) -> None:
        """Tell the other workers. Returns at once, whatever the state of things."""
        ...

    def stop(self) -> None: ...


class NoBus:
    """For one worker alone, or for workers that are content with the tick."""

    def start(self, spawn: Spawn, heard: Heard) -> None:
        pass

    def publish(self, meeting_id: int) -> None:
        pass

    def stop(self) -> None:
        pass


class RedisBus:
    """Each worker publishes on a channel of its own and hears all the others'. A message is meetings' ids."""

    def __init__(self, url: str) -> None:
        # Only here, as a worker alone need not load it.
        from redis import Redis, RedisError
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self._errors = (RedisError, OSError)
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),  # `_keep` tries again
            protocol=2,
        )
        self._channel = f"{CHANNEL}{uuid.uuid4()}"
        self._waiting: set[int] = set()
        self._lock = Lock()
        self._wake = Event()
        self._stopped = Event()
        self._away: set[str] = set()

    def start(self, spawn: Spawn, heard: Heard) -> None:
        spawn(self._keep, "publishing", self._send)
        spawn(self._keep, "listening", lambda: self._listen(heard))

    def publish(self, meeting_id: int) -> None:
        with self._lock:
            self._waiting.add(meeting_id)
        self._wake.set()

    def stop(self) -> None:
        self._stopped.set()
        self._wake.set()

    def _keep(self, what: str, work: Callable[[], None]) -> None:
        """Do `work` again and again, with longer waits while Redis is away."""
        wait = 0.05
        while not self._stopped.is_set():
            try:
                work()
                wait = 0.05
            except self._errors as error:
                if what not in self._away:
                    log.warning("Redis is away for %s (%s); the tick goes on without it", what, type(error).__name__)
                self._away.add(what)
                self._stopped.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT_S)
            except Exception:
                log.exception("%s failed; it begins again", what)
                self._stopped.wait(LONGEST_WAIT_S)

    def _back(self, what: str) -> None:
        if what in self._away:
            self._away.discard(what)
            log.warning("Redis is back for %s", what)

    def _send(self) -> None:
        self._wake.wait()
        self._stopped.wait(GATHER_S)
        self._wake.clear()
        with self._lock:
            waiting, self._waiting = self._waiting, set()
        if not waiting:
            return
        self._redis.publish(self._channel, " ".join(map(str, waiting)))
        self._back("publishing")

    def _listen(self, heard: Heard) -> None:
        """Until the connection breaks. A ping each few seconds finds out about one that broke without a word."""
        with self._redis.pubsub() as subscription:
            subscription.psubscribe(f"{CHANNEL}*")
            quiet = 0
            while not self._stopped.is_set():
                message = subscription.get_message(timeout=1.0)
                if message is None:
                    quiet += 1
                    if quiet > SILENT_PINGS:
                        raise ConnectionError("no answer to a ping")
                    subscription.ping()
                    continue
                quiet = 0
                self._back("listening")
                self._pass_on(message, heard)

    def _pass_on(self, message: dict[str, Any], heard: Heard) -> None:
        if message["type"] != "pmessage" or message["channel"] == self._channel.encode():
            return
        for meeting_id in message["data"].split():
            if meeting_id.isdigit():
                heard(int(meeting_id))


def bus_at(redis_url: str) -> Bus:
    return RedisBus(redis_url) if redis_url else NoBus()
