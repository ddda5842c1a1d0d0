"""A worker that begins while its database is away waits for it, says so, and comes up by itself."""

import time
from collections.abc import Iterator

import pytest
import requests

from mas_hub.config import ASYNC_MODES
from tests.scale.conftest import Deployment
from tests.scale.servers import Worker

PATIENCE_S = 60.0


class InMode(Worker):
    def __init__(self, mode: str, deployment: Deployment) -> None:
        super().__init__(f"waiting-{mode}", deployment.folder, {})
        production = "0" if mode == "threading" else "1"  # which is refused there
        own = {"MAS_HUB_ASYNC_MODE": mode, "MAS_HUB_PRODUCTION": production}
        self.settings = {**self.settings, **deployment.workers[0].settings, **own}

    def ask(self, path: str) -> requests.Response:
        return requests.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    def is_well(self) -> bool:
        try:
            return self.ask("/healthz").status_code == 200
        except requests.ConnectionError:  # it lets go of the address before it takes it for good
            return False


@pytest.fixture
def waiting(deployment: Deployment) -> Iterator[list[InMode]]:
    workers = [InMode(mode, deployment) for mode in ASYNC_MODES]
    deployment.postgres.kill()
    try:
        for worker in workers:
            worker.start()
        yield workers
    finally:
        for worker in workers:
            worker.end()
        if not deployment.postgres.is_up():
            deployment.postgres.start()


def test_workers_wait_for_their_database_and_come_up(deployment: Deployment, waiting: list[InMode]) -> None:
    for worker in waiting:
        health = worker.ask("/healthz")
        assert (health.status_code, health.json()["status"]) == (503, "unavailable")
        refused = worker.ask("/api/session")
        assert (refused.status_code, refused.json()["code"]) == (503, "not_ready")
        page = worker.ask("/")
        assert page.status_code == 503
        assert "starting" in page.text
        assert "cychwyn" in page.text
        assert page.headers["Retry-After"] == "5"
    deployment.postgres.start()
    deadline = time.monotonic() + PATIENCE_S
    for worker in waiting:
        while not worker.is_well():
            assert time.monotonic() < deadline, worker.output()
            assert worker.process is not None
            assert worker.process.poll() is None, worker.output()
            time.sleep(0.1)
        said = worker.output()
        assert (
            f"waiting for the database at {deployment.postgres.url.replace('postgresql', 'postgresql+psycopg')}" in said
        )
        assert "Connection refused" in said
        assert "the database answers, after" in said
        assert "Traceback" not in said
