"""The embedded PostgreSQL with real processes: shared, killed, taken over, refused in plain words."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from leerstand.core.embedded import EmbeddedServer, ServerUnavailable, serving
from leerstand.core.keeper import socket_folder
from tests.processes import alive, eventually

USER = """
import signal, sys, time
from pathlib import Path
from leerstand.core.embedded import serving
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    with serving(Path(sys.argv[1]), fast=True) as url:
        print(url, flush=True)
        time.sleep(60)
except KeyboardInterrupt:
    pass
"""


def user_of(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server and holds on to it."""
    process = subprocess.Popen([sys.executable, "-c", USER, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql+asyncpg://")
    return process


def end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.communicate(timeout=10)


def ask(url: str, statement: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def postmaster(data: Path) -> int:
    return int((data / "postgres/cluster/postmaster.pid").read_text().split()[0])


def exists(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone, perhaps between opening and reading
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_user_that_ends_in_any_way_leaves_no_server(data: Path, how: signal.Signals) -> None:
    user = user_of(data)
    server = postmaster(data)
    assert exists(server)
    end(user, how)
    eventually(lambda: not exists(server))
    assert not alive(data)
    assert not (data / "postgres/cluster/postmaster.pid").exists()


def test_what_was_committed_survives_a_killed_user(data: Path) -> None:
    user = user_of(data)
    with serving(data) as url:
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    end(user, signal.SIGKILL)
    with serving(data, fast=True) as url:
        assert ask(url, "SELECT answer FROM kept") == 42


def test_a_second_process_shares_the_server_and_may_outlive_the_first(data: Path) -> None:
    first = user_of(data)
    server = postmaster(data)
    second = user_of(data)
    assert postmaster(data) == server
    end(first, signal.SIGINT)
    time.sleep(0.4)
    assert exists(server)
    assert alive(data)
    end(second, signal.SIGTERM)
    eventually(lambda: not exists(server))


def test_stopping_waits_until_the_server_is_down(data: Path) -> None:
    server = EmbeddedServer().start(data, fast=True)
    pid = postmaster(data)
    server.stop()
    assert not exists(pid)
    with pytest.raises(ServerUnavailable):
        _ = server.url


def test_several_processes_may_start_at_once(data: Path) -> None:
    users = [
        subprocess.Popen([sys.executable, "-c", USER, str(data)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    urls = {user.stdout.readline() for user in users if user.stdout}
    assert len(urls) == 1
    assert "postgresql+asyncpg" in urls.pop()
    for user in users:
        end(user, signal.SIGKILL)


def test_a_killed_keeper_takes_the_server_with_it_and_the_next_start_works(data: Path) -> None:
    with serving(data, fast=True) as url:
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
        keeper = int(Path(f"/proc/{postmaster(data)}/stat").read_text().rsplit(")", 1)[1].split()[1])
        server = postmaster(data)
        os.kill(keeper, signal.SIGKILL)
        eventually(lambda: not exists(server))
        with serving(data, fast=True) as again:
            assert ask(again, "SELECT one FROM kept") == 1
            assert postmaster(data) != server


def test_a_server_that_dies_is_started_again_while_somebody_uses_it(data: Path) -> None:
    with serving(data, fast=True) as url:
        server = postmaster(data)
        os.kill(server, signal.SIGKILL)
        eventually(lambda: not exists(server) and alive(data), seconds=15)
        assert ask(url, "SELECT 1") == 1


def test_a_pid_file_that_names_something_else_is_no_obstacle(data: Path) -> None:
    with serving(data, fast=True):
        content = (data / "postgres/cluster/postmaster.pid").read_text()
    stranger = subprocess.Popen(["sleep", "60"])
    forged = content.replace(content.split()[0], str(stranger.pid), 1)
    (data / "postgres/cluster/postmaster.pid").write_text(forged)
    with serving(data, fast=True) as url:
        assert ask(url, "SELECT 1") == 1
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_first_start_that_was_interrupted_begins_anew(data: Path) -> None:
    (data / "postgres/cluster.new").mkdir(parents=True)
    (data / "postgres/cluster.new/PG_VERSION").write_text("18\n")
    with serving(data, fast=True) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_long_path_gets_a_short_socket(data: Path) -> None:
    deep = data / ("sehr-langer-ordnername-" * 5)
    with serving(deep, fast=True) as url:
        assert ask(url, "SELECT 1") == 1
        place = socket_folder(deep.resolve() / "postgres")
        assert place.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(place)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can run as somebody else")
def test_root_serves_from_a_closed_home_without_opening_it(data: Path) -> None:
    data.mkdir(mode=0o700)
    with serving(data / "inner", fast=True) as url:
        assert ask(url, "SELECT 1") == 1
        place = (data / "inner/postgres").resolve()
        assert Path(f"/proc/{postmaster(data / 'inner')}").stat().st_uid != 0
    assert data.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(place)


def test_data_of_another_version_are_refused_in_plain_words(data: Path) -> None:
    (data / "postgres/cluster").mkdir(parents=True)
    (data / "postgres/cluster/PG_VERSION").write_text("16\n")
    with pytest.raises(ServerUnavailable, match="holds data of PostgreSQL 16"):
        EmbeddedServer().start(data)
    assert not alive(data)


def test_a_file_in_the_folders_place_is_refused_in_plain_words(data: Path) -> None:
    data.write_text("no folder")
    with pytest.raises(ServerUnavailable, match="is not a folder"):
        EmbeddedServer().start(data)


@pytest.mark.skipif(os.getuid() != 0, reason="needs to mount a tiny disk")
def test_a_full_disk_is_named(data: Path) -> None:
    data.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", str(data)], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(ServerUnavailable, match="is full"):
            EmbeddedServer().start(data)
    finally:
        subprocess.run(["umount", str(data)], check=True)


def kept(url: str) -> object:
    return ask(url, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root copies files so that they are its own")
@pytest.mark.parametrize("mode", [0o755, 0o700], ids=["open folder", "closed folder"])
def test_a_backup_that_root_puts_back_with_a_plain_copy_is_used(data: Path, mode: int) -> None:
    with serving(data, fast=True) as url:
        ask(url, "CREATE TABLE kept ()")
    eventually(lambda: not alive(data))
    back = data.with_name("back")
    back.mkdir(mode)
    subprocess.run(["cp", "-rL", str(data / "postgres"), str(back / "postgres")], check=True)
    assert (back / "postgres" / "cluster").stat().st_uid == 0
    with serving(back, fast=True) as url:
        assert kept(url) == 1
    if (back / "postgres").is_symlink():
        eventually(lambda: not alive(back))
        shutil.rmtree((back / "postgres").resolve())
