"""The files that run an instance name what the program reads, and start nothing that anybody could break into."""

import re
from pathlib import Path

import pytest

from leerstand.routes import ROUTES
from leerstand.setting_values import PUBLISHED
from leerstand.settings import Settings

ROOT = Path(__file__).parent.parent
FILES = ["docker-compose.yml", "compose.trial.yml", "Dockerfile", "README.md", "docs/operation.md"]
NEEDED = ["DATABASE_PASSWORD", "LEERSTAND_SECRET", "LEERSTAND_BASE_URL", "LEERSTAND_SMTP_URL", "LEERSTAND_MAIL_FROM"]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_is_read(name: str) -> None:
    named = set(re.findall(r"\bLEERSTAND_[A-Z_]+[A-Z]\b", (ROOT / name).read_text()))
    problems = Settings.read(dict.fromkeys(named, "0"))[1]
    assert [problem for problem in problems if "no such setting" in problem] == []


def test_for_real_nothing_starts_without_secrets() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in NEEDED:
        uses = re.findall(rf"\$\{{{name}(:[^}}]*|)\}}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), name


@pytest.mark.parametrize("name", ["docker-compose.yml", "compose.trial.yml"])
def test_no_port_is_open_to_others_and_no_secret_is_published(name: str) -> None:
    text = (ROOT / name).read_text()
    ports = re.findall(r'ports: \["([^"]+)"\]', text)
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert not [word for word in PUBLISHED if word in text]
    assert text.count("max-size") >= 1


def test_containers_and_the_handbook_ask_for_health_where_it_is_answered() -> None:
    paths = {route.path for route in ROUTES}
    for name in FILES:
        asked = set(re.findall(r"/health(?:/\w+)?", (ROOT / name).read_text()))
        assert asked <= paths, name
    assert "/health/live" in (ROOT / "Dockerfile").read_text()
    assert "VOLUME" not in (ROOT / "Dockerfile").read_text()


def test_the_proxy_of_the_containers_own_network_is_believed() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    (subnet,) = re.findall(r"subnet: (\S+?) ?\}", text)
    assert f"LEERSTAND_PROXIES:-{subnet}}}" in text
    assert Settings.from_environment({"LEERSTAND_PROXIES": subnet}).proxies == (subnet,)
