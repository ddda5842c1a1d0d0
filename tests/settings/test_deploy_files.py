"""What an operator copies from `deploy/` fits together; `tests/scale` runs it."""

import re

from mas_hub.config import settings_from
from tests.settings.deploying import DEPLOY, example, services


def test_the_example_environment_can_be_used() -> None:
    settings = settings_from(example())
    assert settings.production
    assert settings.trusted_proxies == 1
    assert settings.url.startswith("postgresql://")


def test_containers_start_workers_as_systemd_does() -> None:
    unit = (DEPLOY / "systemd/mas-hub@.service").read_text()
    [line] = re.findall(r"^ExecStart=\S+/python (.+)$", unit, re.MULTILINE)
    for worker in ("worker-1", "worker-2"):
        program, *rest = services()[worker]["command"]
        assert program == "python"
        assert rest[:2] == line.split()[:2]


def test_checkpoints_are_taken_with_either() -> None:
    unit = (DEPLOY / "systemd/mas-hub-checkpoint.service").read_text()
    assert re.findall(r"^ExecStart=\S+/(.+)$", unit, re.MULTILINE) == ["mas-hub checkpoint"]
    assert "mas-hub checkpoint;" in services()["checkpoints"]["command"][-1]
    folder = str(settings_from(example()).checkpoints).rpartition("/")[0]
    assert folder.removeprefix("/var/lib/") in unit
    assert any(each.endswith(f":{folder}") for each in services()["checkpoints"]["volumes"])


def test_every_blank_of_the_site_is_filled_for_containers() -> None:
    blanks = set(re.findall(r"\$\{(MAS_HUB_\w+)\}", (DEPLOY / "nginx/mas-hub.conf.template").read_text()))
    given = services()["nginx"]["environment"]
    assert blanks == {name for name in given if name.startswith("MAS_HUB_")}


def test_nobody_is_sent_to_where_a_request_says_that_it_belongs() -> None:
    template = (DEPLOY / "nginx/mas-hub.conf.template").read_text()
    sent = re.findall(r"^ *return 3\d\d (\S+);", template, re.MULTILINE)
    assert sent == ["https://$server_name$request_uri"]


def test_commands_beside_the_workers_find_the_same_folder() -> None:
    """Before a worker has started once there is none, and who runs it may make none."""
    unit = (DEPLOY / "systemd/mas-hub@.service").read_text()
    folder = re.findall(r"^StateDirectory\w*=\S+$", unit, re.MULTILINE)
    page = (DEPLOY.parent / "docs/scale-out.md").read_text().replace("\\\n", "")
    commands = re.findall(r"systemd-run .+", page)
    assert len(commands) == 2
    assert len(folder) == 2
    assert all(f"--property={said}" in command for command in commands for said in folder)


def test_the_image_s_user_is_the_one_that_the_checkpoints_are_given_to() -> None:
    [uid] = re.findall(r"useradd .*--uid (\d+)", (DEPLOY / "Containerfile").read_text())
    assert f"install -d -o {uid} -g {uid} -m 700 deploy/checkpoints" in (DEPLOY / "compose.yaml").read_text()
