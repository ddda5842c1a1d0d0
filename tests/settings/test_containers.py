"""`deploy/compose.yaml` by reading: that each of its parts is there, is told what it needs, and no more than that."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import make_url

from mas_hub.config import settings_from
from tests.settings.deploying import DEPLOY, example, services

TEXT = (DEPLOY / "compose.yaml").read_text()
HEAD = TEXT.partition("\n\nx-worker")[0]
HUBS = {name: of for name, of in services().items() if of.get("image") == "mas-hub:local"}


class Asked(Mapping[str, str]):
    """An environment that has nothing, and knows what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        if name == "MAS_HUB_SMTP_HOST":  # the rest of e-mail is asked for only then
            return "smtp.example.org"
        if name == "MAS_HUB_SMTP_FROM":
            return "mas-hub@example.org"
        if name == "MAS_HUB_PUBLIC_URL":
            return "https://hub.example.org"
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def mounts(of: dict[str, Any]) -> dict[str, str]:
    """Where in the container, by what of the machine: a path, or a volume's name."""
    return {each.split(":")[0]: each.split(":")[1] for each in of.get("volumes", ())}


def test_the_program_knows_every_setting_that_it_is_given() -> None:
    asked = Asked()
    settings_from(asked)
    named = re.findall(r"^#?(MAS_HUB_\w+)=", (DEPLOY / "mas-hub.env.example").read_text(), re.MULTILINE)
    given = {name for of in HUBS.values() for name in of.get("environment", ())}
    assert {*named, *given} <= asked.names


def test_the_settings_can_be_used_once_they_are_what_the_head_says() -> None:
    here = {"127.0.0.1:5432/mas_hub": "postgres:5432/mas_hub?sslmode=disable", "127.0.0.1:6379": "redis:6379"}
    said = "\n".join(f"{name}={value}" for name, value in example().items())
    for there, then in here.items():
        assert there in said
        said = said.replace(there, then)
    owner = HUBS["upgrade"]["environment"]["MAS_HUB_DATABASE_OWNER_URL"]
    environment = dict(line.split("=", 1) for line in said.splitlines())
    settings = settings_from({**environment, "MAS_HUB_DATABASE_OWNER_URL": re.sub(r"\$\{.+?\}", "secret", owner)})
    addresses = [make_url(each) for each in (settings.url, settings.owner_url, settings.redis_url)]
    assert [each.host for each in addresses] == ["postgres", "postgres", "redis"]
    assert {"postgres", "redis"} <= set(services())


def test_only_the_upgrade_is_told_the_owner_s_password() -> None:
    told = [name for name, of in services().items() if "OWNER" in str(of)]
    assert told == ["upgrade", "postgres"]


def test_whatever_has_no_default_is_named_in_the_head() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert wanted == set(re.findall(r"MAS_HUB_POSTGRES_\w*PASSWORD", HEAD))
    assert "deploy/.env" in HEAD  # compose fills its blanks from there, and not from env_file


def test_what_is_mounted_is_there_or_is_said_to_be_made() -> None:
    kept = yaml.safe_load(TEXT)["volumes"]
    for of in services().values():
        for source in mounts(of):
            if source.startswith("./"):
                assert (DEPLOY / source).exists() or f"deploy/{source[2:]}/" in HEAD
            else:
                assert source in kept
    assert {of["env_file"] for of in HUBS.values()} == {"mas-hub.env"}
    assert "deploy/mas-hub.env" in HEAD
    assert (DEPLOY / "postgresql/init.sh").stat().st_mode & 0o111


def test_the_key_and_the_database_outlive_their_containers() -> None:
    assert all(mounts(of)["key"] == example()["MAS_HUB_DATA"] for of in HUBS.values())
    assert mounts(services()["postgres"])["database"] == "/var/lib/postgresql/data"


def test_what_waits_for_another_is_told_when_it_is_ready() -> None:
    for of in services().values():
        after = of.get("depends_on", [])
        assert set(after) <= set(services())
        for name, how in after.items() if isinstance(after, dict) else ():
            match how["condition"]:
                case "service_healthy":
                    # The server that runs the first script takes no connections from elsewhere.
                    assert "-h 127.0.0.1" in services()[name]["healthcheck"]["test"][1]
                case "service_completed_successfully":
                    assert services()[name]["restart"] == "no"
    assert all("upgrade" in of["depends_on"] for name, of in HUBS.items() if name != "upgrade")


def test_nginx_alone_is_reached_from_outside_and_knows_every_worker() -> None:
    assert [name for name, of in services().items() if "ports" in of] == ["nginx"]
    serving = [f"{name}:{of['command'][-1]}" for name, of in HUBS.items() if "mas_hub.serve" in of["command"]]
    nginx = services()["nginx"]
    assert re.findall(r"server (\S+)", nginx["environment"]["MAS_HUB_WORKERS"]) == serving
    assert settings_from(example()).trusted_proxies == 1
    in_tls = mounts(nginx)["./tls"]
    files = [nginx["environment"][name] for name in ("MAS_HUB_CERTIFICATE", "MAS_HUB_CERTIFICATE_KEY")]
    assert files == [f"{in_tls}/tls.crt", f"{in_tls}/tls.key"]


@pytest.mark.parametrize("name", HUBS)
def test_the_program_may_do_nothing_but_write_what_it_keeps(name: str) -> None:
    of = HUBS[name]
    assert (of["read_only"], of["cap_drop"], of["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])


def test_the_image_is_made_of_what_is_there() -> None:
    build, top = HUBS["worker-1"]["build"], DEPLOY.parent
    assert (DEPLOY / build["context"] / build["dockerfile"]).samefile(DEPLOY / "Containerfile")
    copied = re.findall(r"^COPY (\S+) ", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert all((top / each).exists() for each in copied)
    ignored = (top / ".dockerignore").read_text().splitlines()
    assert ignored == ["*", *(f"!{each}" for each in copied)]


def test_the_parts_are_as_new_as_the_page_says() -> None:
    page = (DEPLOY.parent / "docs/scale-out.md").read_text()
    for name, called in (("postgres", "PostgreSQL"), ("redis", "Redis")):
        [least] = re.findall(rf"^\d\. {called} (\d+) or newer", page, re.MULTILINE)
        assert int(services()[name]["image"].partition(":")[2]) >= int(least)
