"""Real PostgreSQL, Redis and nginx on free ports in a folder of their own, and workers as the operator starts them."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.live.running import UNBOUND
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
START_SECONDS = 240.0


def found(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert path, f"{program} is missing; .ci/setup/servers.sh finds or installs it"
    return path


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """One process in the foreground, its output in a file."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return {}

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment()},
            )
        self.wait_for(self.is_up)

    def is_up(self) -> bool:
        return answers(self.port)

    def wait_for(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not happened():
            assert self.process is not None
            try:
                code = self.process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                assert time.monotonic() < deadline, f"{self.name} does not answer\n{self.output()}"
            else:
                raise AssertionError(f"{self.name} ended with {code}\n{self.output()}")

    def output(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Idempotent. Whoever does not end within ten seconds is killed."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=60)

    def kill(self) -> None:
        self.end(signal.SIGKILL)


class Postgres(Server):
    """It refuses to run as root: then it runs as `postgres`, or `nobody`."""

    def __init__(self, folder: Path) -> None:
        super().__init__("postgres", folder / "postgres")
        self.bin = Path(subprocess.check_output([ROOT / ".ci/setup/servers.sh"], text=True).splitlines()[0])
        self.data = self.folder / "data"
        self.folder.mkdir()
        self.user = _unprivileged()
        if self.user:
            shutil.chown(self.folder, self.user)
        subprocess.run(
            [self.bin / "initdb", "--no-sync", "--auth=trust", "--username=mas_hub", "--encoding=UTF8", self.data],
            check=True,
            capture_output=True,
            user=self.user,
            cwd=self.folder,
        )
        self.url = f"postgresql://mas_hub@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._control("start")

    def restart(self) -> None:
        """As a crash does it: nobody is waited for."""
        self._control("restart", "-m", "immediate")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if (self.data / "postmaster.pid").exists():
            self._control("stop", "-m", "fast" if how is signal.SIGTERM else "immediate")

    def _control(self, *what: str) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        options += " -c recovery_init_sync_method=syncfs"  # else, killed, it first waits for the disk file by file
        subprocess.run(
            [self.bin / "pg_ctl", "-D", self.data, "-w", "-t", "240", "-l", self.log, "-o", options, *what],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.user,
            cwd=self.folder,
        )


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class Redis(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__("redis", folder)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        quiet = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        return [found("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port), *quiet]


class Worker(Server):
    """Started by the very line of the systemd unit, with the very variables of the example environment."""

    def __init__(self, name: str, folder: Path, settings: Mapping[str, str]) -> None:
        super().__init__(name, folder)
        example = dict(
            line.split("=", 1)
            for line in (DEPLOY / "mas-hub.env.example").read_text().splitlines()
            if line and not line.startswith("#")
        )
        assert settings.keys() <= example.keys()
        self.settings = {**example, **UNBOUND, **settings}

    def command(self) -> list[str]:
        unit = (DEPLOY / "systemd/mas-hub@.service").read_text()
        [line] = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        program, *rest = line.replace("%i", str(self.port)).split()
        assert Path(program).name == "python"
        return [sys.executable, *rest]

    def environment(self) -> Mapping[str, str]:
        return self.settings


class Nginx(Server):
    """nginx with the very site that an operator installs. Each answer says which worker gave it, in `X-Worker`."""

    def __init__(self, folder: Path, workers: list[Worker]) -> None:
        super().__init__("nginx", folder / "nginx")
        self.folder.mkdir()
        self.http_port = free_port()
        self.certificate = self.folder / "tls.crt"
        self.url = f"https://127.0.0.1:{self.port}"
        self._make_certificate()
        blanks = {
            "MAS_HUB_SERVER_NAME": "127.0.0.1",
            "MAS_HUB_HTTP": f"127.0.0.1:{self.http_port}",
            "MAS_HUB_HTTPS": f"127.0.0.1:{self.port}",
            "MAS_HUB_CERTIFICATE": str(self.certificate),
            "MAS_HUB_CERTIFICATE_KEY": str(self.folder / "tls.key"),
            "MAS_HUB_WORKERS": " ".join(f"server 127.0.0.1:{worker.port} max_fails=0;" for worker in workers),
        }
        template = (DEPLOY / "nginx/mas-hub.conf.template").read_text()
        site = re.sub(r"^(?!\s*#)(.*?)\$\{(MAS_HUB_\w+)\}", lambda at: at[1] + blanks[at[2]], template, flags=re.M)
        (self.folder / "site.conf").write_text(site)
        paths = " ".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user} daemon off; pid {self.folder}/pid; error_log {self.log} warn;\n"
            "events { worker_connections 4096; }\n"
            f"http {{ access_log off; {paths} add_header X-Worker $upstream_addr always; include site.conf; }}\n"
        )

    def command(self) -> list[str]:
        return [found("nginx"), "-e", str(self.log), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def _make_certificate(self) -> None:
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
                *("-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
                *("-keyout", str(self.folder / "tls.key"), "-out", str(self.certificate)),
            ],
            check=True,
            capture_output=True,
        )
