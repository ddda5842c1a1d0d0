"""Two servers at one port would each answer some of what is asked."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from mas_hub.cli import main

ADDRESS = "127.0.0.1"


@pytest.mark.parametrize("shared", [False, True], ids=["by anybody", "by a server that would share it"])
def test_it_is_said_before_anything_is_made(tmp_path: Path, *, shared: bool) -> None:
    with socket.socket() as taken:
        if shared:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind((ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = CliRunner().invoke(main, ["run", "--port", str(port), "--data", str(tmp_path / "hub")])
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith(f"mas-hub: Port {port} of {ADDRESS} cannot be used (")
    assert "--port" in said.stderr
    assert not (tmp_path / "hub").exists()


def test_a_name_that_is_no_address_is_said(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["run", "--host", "nowhere.invalid", "--data", str(tmp_path / "hub")])
    assert (said.exit_code, type(said.exception)) == (2, SystemExit)
