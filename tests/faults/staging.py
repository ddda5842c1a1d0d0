"""The real servers that are brought to harm: SQLite and one worker, or PostgreSQL, Redis and two; nginx before both."""

import asyncio
import http.client
import json
import shutil
import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path

import mas_hub.rooms  # noqa: F401 (every act is registered)
from mas_hub import db, meeting_log
from mas_hub.identity.queries import list_people
from mas_hub.identity.steps import sign_in
from mas_hub.replay.setting import Cast
from mas_hub.web.csrf import HEADER
from mas_hub.web.csrf import token_of as csrf_token_of
from tests.bench.stage import PASSWORD, Meeting, hold_tables, introduce_everybody
from tests.faults.line import COOKIE
from tests.scale.servers import Nginx, Postgres, Redis, Worker

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


class Staging:
    """`with Staging(...)`: everything runs; afterwards nothing does. `tables`: how many meetings are held at once.

    `agencies`: whose each person is.
    """

    def __init__(self, kind: str, *, tables: int) -> None:
        self.keys: list[str] = []
        self._tables = tables
        self.folder = Path(tempfile.mkdtemp(prefix="mas_hub_faults_"))
        self.folder.chmod(0o755)  # PostgreSQL may run as somebody else
        self.postgres = Postgres(self.folder) if kind == POSTGRESQL else None
        self.redis = Redis(self.folder) if kind == POSTGRESQL else None
        self.url = self.postgres.url if self.postgres else f"sqlite:///{self.folder / 'mas_hub.sqlite'}"
        settings = {
            "MAS_HUB_DATA": str(self.folder / "data"),
            "MAS_HUB_DATABASE_URL": self.url,
            "MAS_HUB_REDIS_URL": self.redis.url if self.redis else "",
        }
        self.workers = [Worker(f"worker-{name}", self.folder, settings) for name in ("ab" if self.redis else "a")]
        self.nginx = Nginx(self.folder, self.workers)
        self.tls = ssl.create_default_context(cafile=str(self.nginx.certificate))
        self.cast = Cast()
        self.agencies: dict[int, int] = {}

    def __enter__(self) -> "Staging":
        try:
            if self.postgres:
                self.postgres.start()
            self.use()
            db.upgrade()
            self.cast, self.keys = introduce_everybody(self._tables)
            with db.snapshot() as session:
                self.agencies = {person.id: person.agency_id for person in list_people(session)}
            for server in (*([self.redis] if self.redis else []), *self.workers, self.nginx):
                server.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        db.close()
        for server in (self.nginx, *self.workers, self.redis, self.postgres):
            if server is not None:
                server.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def put_right(self) -> None:
        """Start what a test that failed has left lying."""
        for server in (self.redis, *self.workers, self.nginx):
            if server is not None and (server.process is None or server.process.poll() is not None):
                server.end()
                server.start()

    def use(self) -> None:
        """This process uses the same database, with the same key."""
        db.configure(self.url)
        meeting_log.configure_key(self.folder / "data" / "key")

    def hold_meetings(self) -> list[Meeting]:
        """New ones, with everybody at one of them."""
        return hold_tables(self.cast, self.keys)

    def sign_in(self, people: Sequence[int]) -> dict[int, str]:
        """A new session for each. Their tokens."""
        with db.snapshot() as session:
            emails = {person.id: person.email for person in list_people(session)}
        return {each: sign_in(emails[each], PASSWORD, address="127.0.0.1", device="").token for each in people}

    def sign_in_everywhere(self, people: Sequence[int]) -> dict[int, list[str]]:
        """Sessions for each, one that nginx leads to each worker."""
        found: dict[int, dict[str, str]] = {each: {} for each in people}
        while missing := [each for each in people if len(found[each]) < len(self.workers)]:
            for each, token in self.sign_in(missing).items():
                found[each].setdefault(self.worker_of(token), token)
        return {each: list(found[each].values()) for each in people}

    def worker_of(self, token: str) -> str:
        connection = http.client.HTTPSConnection("127.0.0.1", self.nginx.port, context=self.tls, timeout=30)
        try:
            connection.request("GET", "/api/session", headers={"Cookie": f"{COOKIE}={token}"})
            answer = connection.getresponse()
            assert json.loads(answer.read())["signed_in"]
            return answer.headers["X-Worker"].split(", ")[-1]
        finally:
            connection.close()

    def sign_out(self, token: str, worker: Worker) -> None:
        """Asked of this worker by its address, as nginx would ask it."""
        connection = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=30)
        try:
            proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
            cookie = {"Cookie": f"{COOKIE}={token}", HEADER: csrf_token_of(token)}
            connection.request("DELETE", "/api/session", headers={**proxied, **cookie})
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
        finally:
            connection.close()

    def is_well(self) -> bool:
        """Every worker runs and reaches its database."""
        return all(self._answers_200(worker.port) for worker in self.workers)

    async def be_well(self) -> None:
        """Await it, a minute at most."""
        async with asyncio.timeout(60):
            while not await asyncio.to_thread(self.is_well):
                await asyncio.sleep(0.05)

    def check_the_chain(self) -> str:
        """What `mas-hub verify-log` would have against the log; nothing when it is intact."""
        self.use()
        with db.snapshot() as session:
            return "; ".join(map(repr, meeting_log.verify(session)))

    def last_words(self) -> str:
        """The end of each worker's log, for whoever looks for the reason."""
        return "\n".join(f"--- {server.name}\n{server.output()}" for server in (*self.workers, self.nginx))

    def _answers_200(self, port: int) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
