"""Work on strangers' files ends, fails and swells in a process of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leerstand.core.confined import (
    AT_ONCE,
    Broke,
    Busy,
    Limits,
    Line,
    Streamed,
    TookTooLong,
    TookTooMuch,
    Unavailable,
    Used,
    end_confined,
    run_confined,
    run_confined_async,
)
from leerstand.core.errors import TooLarge
from tests.core import confined_jobs as jobs
from tests.processes import eventually

QUICK = Limits(wall_seconds=0.3)


def gone(pid: int) -> bool:
    """Whether a process has ended and was waited for: a zombie would still be there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_result_of_ours_comes_back_from_another_process() -> None:
    assert run_confined(jobs.measured, b"hello" * 5_000_000) == jobs.Seen("hello", 25_000_000)
    assert run_confined(jobs.process)[0] != os.getpid()


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"x" * 1000)
    assert run_confined(jobs.length_of, tmp_path / "list.csv") == 1000


def test_a_file_that_is_streamed_arrives_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"hello" * 1_000_000)
    with (tmp_path / "photo.jpg").open("rb") as file:
        file.read()
        assert run_confined(jobs.measured, Streamed(file, 5_000_000)) == jobs.Seen("hello", 5_000_000)
        assert run_confined(jobs.measured, Streamed(file, 9_000_000)).size == 5_000_000


async def test_pages_go_on_while_a_job_works() -> None:
    slow = asyncio.ensure_future(run_confined_async(jobs.sleep, 0.4))
    quick = await run_confined_async(jobs.measured, b"hello")
    assert quick.size == 5
    assert not slow.done()
    await slow


@pytest.mark.parametrize(
    ("job", "given", "limits", "error"),
    [
        (jobs.sleep, 30.0, QUICK, TookTooLong),
        (jobs.spin, b"", QUICK, TookTooLong),
        (jobs.spin, b"", Limits(cpu_seconds=1, wall_seconds=30), TookTooLong),
        (jobs.swallow, 300, Limits(memory_mb=200), TookTooMuch),
        (jobs.crash, b"", Limits(), Broke),
        (jobs.fail, "private words of a file", Limits(), Broke),
    ],
)
def test_what_goes_wrong_ends_that_job_alone(
    job: object, given: object, limits: Limits, error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        run_confined(job, given, limits=limits)  # type: ignore[arg-type]
    assert "private" not in str(raised.value)
    assert run_confined(jobs.measured, b"hello").size == 5


def test_a_job_within_its_memory_is_not_stopped_and_says_what_it_used() -> None:
    heard: list[Used] = []
    assert run_confined(jobs.swallow, 100, limits=Limits(memory_mb=150), told=heard.append)
    assert 100 < heard[0].peak_mb < 200


def test_a_refusal_keeps_its_kind_and_its_facts() -> None:
    with pytest.raises(TooLarge) as refused:
        run_confined(jobs.refuse)
    assert refused.value.facts == {"megabytes": 7}


def test_a_job_that_says_nothing_has_broken() -> None:
    with pytest.raises(Broke):
        run_confined(jobs.leave)


def test_a_forged_result_runs_nothing_here() -> None:
    forged = Path("/tmp/leerstand-forged")
    forged.unlink(missing_ok=True)
    with pytest.raises(Broke):
        run_confined(jobs.forge)
    assert not forged.exists()


def test_a_job_writes_no_files_and_sees_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Broke):
        run_confined(jobs.write, tmp_path / "x")
    monkeypatch.setenv("LEERSTAND_SECRET", "s" * 40)
    assert "s" * 40 not in run_confined(jobs.environment).values()


def test_ended_jobs_leave_nothing_behind() -> None:
    pids = [run_confined(jobs.process)[0] for _ in range(5)]
    assert all(gone(pid) for pid in pids)


def test_where_too_many_wait_the_next_is_asked_to_come_back() -> None:
    line = Line(most_waiting=1)
    try:
        working = [line.submit(jobs.sleep, (0.5,), limits=Limits()) for _ in range(AT_ONCE + 1)]
        with pytest.raises(Busy):
            line.submit(jobs.sleep, (0.5,), limits=Limits())
        assert len({one.result() for one in working}) == AT_ONCE + 1
        assert line.submit(jobs.sleep, (0.0,), limits=Limits()).result()
    finally:
        line.close()


def test_a_killed_keeper_takes_its_jobs_along_and_is_replaced() -> None:
    line = Line()
    try:
        _, keeper = line.submit(jobs.process, (), limits=Limits()).result()
        slow = line.submit(jobs.sleep, (30.0,), limits=Limits())
        children = Path(f"/proc/{keeper}/task/{keeper}/children")
        eventually(lambda: children.read_text().strip() != "")
        job = int(children.read_text().split()[0])
        os.kill(keeper, signal.SIGKILL)
        with pytest.raises(Unavailable):
            slow.result()
        eventually(lambda: gone(job) or Path(f"/proc/{job}/stat").read_text().split()[2] == "Z")
        assert line.submit(jobs.process, (), limits=Limits()).result()[1] != keeper
    finally:
        line.close()


def test_jobs_can_be_ended_at_once_and_others_begin_anew() -> None:
    slow = asyncio.run(_ended_while_working())
    assert isinstance(slow, Unavailable)
    assert run_confined(jobs.measured, b"hello").size == 5


async def _ended_while_working() -> BaseException | None:
    slow = asyncio.ensure_future(run_confined_async(jobs.sleep, 30.0))
    await run_confined_async(jobs.measured, b"the other is at work by now")
    await asyncio.to_thread(end_confined)
    await asyncio.wait([slow])
    return slow.exception()


def test_nothing_outlives_the_process_that_asked() -> None:
    code = (
        "import threading, time\n"
        "from leerstand.core.confined import run_confined\n"
        "from tests.core import confined_jobs as jobs\n"
        "print(*run_confined(jobs.process), flush=True)\n"
        "threading.Thread(target=run_confined, args=(jobs.sleep, 60.0), daemon=True).start()\n"
        "time.sleep(60)\n"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    )
    assert asking.stdout
    with asking.stdout as said:
        keeper = int(said.readline().split()[1])
        asking.kill()
        asking.wait()
        eventually(lambda: gone(keeper) or Path(f"/proc/{keeper}/stat").read_text().split()[2] == "Z")
