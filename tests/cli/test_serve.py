"""`leerstand serve` and its kin as processes, from the terminal's point of view."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import alive, eventually

LEERSTAND = (sys.executable, "-m", "leerstand")


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LEERSTAND_")} | more


def leerstand(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*LEERSTAND, *words], capture_output=True, text=True, timeout=180, env=environment(**more)
    )


@pytest.fixture
def port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


class Service:
    """A running `leerstand serve`."""

    def __init__(self, data: Path, port: int) -> None:
        words = ["serve", "--no-sample", "--port", str(port), "--data", str(data)]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [*LEERSTAND, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(),
        )
        try:
            eventually(self.answers, seconds=120)
        except AssertionError:
            self.end(signal.SIGKILL)
            raise

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[0]
        try:
            return httpx.get(f"{self.address}/health").status_code == 200
        except httpx.TransportError:
            return False

    def end(self, how: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


@pytest.fixture
def service(data: Path, port: int) -> Iterator[Service]:
    running = Service(data, port)
    yield running
    running.end(signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_cleanly(data: Path, port: int, how: signal.Signals) -> None:
    service = Service(data, port)
    code, said = service.end(how)
    assert code == 0, said
    assert f"Ready: http://127.0.0.1:{port}" in said
    assert f"http://127.0.0.1:{port}/postausgang" in said
    assert "Traceback" not in said
    assert not alive(data)


def test_killed_it_leaves_no_server_and_starts_again(data: Path, port: int) -> None:
    Service(data, port).end(signal.SIGKILL)
    eventually(lambda: not alive(data))
    code, said = Service(data, port).end(signal.SIGTERM)
    assert code == 0, said


def test_another_command_uses_the_running_database(service: Service, data: Path) -> None:
    listed = leerstand("job", "--list", "--data", str(data))
    assert "send-notices" in listed.stdout, listed.stderr
    done = leerstand("job", "clean-accounts", "--data", str(data))
    assert done.stdout.startswith("clean-accounts: done"), done.stderr
    assert service.answers()


def test_the_schedule_runs_beside_the_pages(service: Service, data: Path) -> None:
    eventually(lambda: leerstand("job", "--alive", "--data", str(data)).returncode == 0, seconds=40)


def test_a_command_alone_starts_the_database_for_its_own_time(data: Path) -> None:
    assert leerstand("migrate", "--data", str(data)).returncode == 0
    assert not alive(data)
    again = leerstand("migrate", "--data", str(data))
    assert "nothing to do" in again.stdout


def test_a_taken_port_is_said_in_plain_words(data: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = leerstand("serve", "--port", str(port), "--data", str(data))
    assert refused.returncode == 1
    assert f"Port {port} is in use already" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not data.exists()


def test_pages_do_not_start_on_old_tables(data: Path, port: int) -> None:
    refused = leerstand("web", "--port", str(port), "--data", str(data))
    assert refused.returncode == 1
    assert "leerstand migrate" in refused.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["no-such-job"], "Which job?"), (["clean-runs", "--at", "tomorrow"], "--at takes a moment")],
)
def test_a_job_that_cannot_be_run_is_said_in_plain_words(data: Path, words: list[str], sentence: str) -> None:
    refused = leerstand("job", *words, "--data", str(data))
    assert refused.returncode == 1
    assert sentence in refused.stderr


def test_the_settings_are_checked_one_by_one(data: Path) -> None:
    assert leerstand("migrate", "--data", str(data)).returncode == 0
    checked = leerstand(
        "check-config", "--data", str(data),
        LEERSTAND_SMTP_URL="smtp://127.0.0.1:1", LEERSTAND_SECRET="short", LEERSTAND_BASE_URL="leerstand.example",
    )  # fmt: skip
    assert checked.returncode == 1
    states = [line.split(":")[0] for line in checked.stdout.splitlines() if not line.startswith("note")]
    assert states == [
        "WRONG setting", "WRONG setting", "ok    data folder", "ok    database", "WRONG mail", "ok    matching",
    ]  # fmt: skip
    assert "3 of 6 need your attention" in checked.stderr


def test_a_database_that_does_not_answer_is_said_in_plain_words(data: Path) -> None:
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    checked = leerstand("check-config", "--data", str(data), LEERSTAND_DATABASE_URL=url)
    assert checked.returncode == 1
    assert "WRONG database: cannot be used" in checked.stdout
    refused = leerstand("migrate", LEERSTAND_DATABASE_URL=url)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "The database cannot be reached" in refused.stderr
