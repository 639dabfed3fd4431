"""The supervisor brings back what dies, stops in order, and clears what a killed run left behind."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from deploy.supervisor import Program, Supervisor, end_left_overs
from marketplace.embedded import processes

PATIENCE_SECONDS = 20
CHATTY = "import os, time; print('up', os.getpid(), flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + CHATTY
WITH_A_CHILD = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); " + CHATTY
)


class Run:
    """A supervisor at work in a thread, and all that was said."""

    def __init__(self, directory: Path, programs: list[Program]) -> None:
        self.said: list[tuple[str, str]] = []
        self.supervisor = Supervisor(
            programs,
            directory=directory,
            environment={},
            state=directory / "run-id",
            say=lambda name, line: self.said.append((name, line)),
        )

    def process_ids(self, name: str) -> list[int]:
        return [int(line.split()[1]) for who, line in list(self.said) if who == name and line.startswith("up ")]

    def wait_for(self, met: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not met():
            assert time.monotonic() < deadline, self.said
            threading.Event().wait(0.02)


@contextmanager
def running(directory: Path, *programs: Program) -> Iterator[Run]:
    run = Run(directory, list(programs))
    thread = threading.Thread(target=run.supervisor.run)
    thread.start()
    try:
        for program in programs:
            run.wait_for(lambda name=program.name: bool(run.process_ids(name)))
        yield run
    finally:
        run.supervisor.stop()
        thread.join()


def program(name: str, code: str, *, patience_seconds: float = 15) -> Program:
    return Program(name, (sys.executable, "-c", code), patience_seconds=patience_seconds)


def is_at_work(process_id: int) -> bool:
    return psutil.pid_exists(process_id) and processes.is_at_work(psutil.Process(process_id))


def test_a_killed_program_comes_back_and_it_is_said(tmp_path: Path) -> None:
    with running(tmp_path, program("worker", CHATTY)) as run:
        psutil.Process(run.process_ids("worker")[0]).send_signal(signal.SIGKILL)
        run.wait_for(lambda: len(run.process_ids("worker")) > 1)
    assert ("worker", "was ended by SIGKILL; it starts again in 1 s") in run.said


def test_the_pool_of_a_killed_program_does_not_outlive_it(tmp_path: Path) -> None:
    with running(tmp_path, program("worker", WITH_A_CHILD)) as run:
        leader = psutil.Process(run.process_ids("worker")[0])
        [child] = leader.children()
        leader.kill()
        run.wait_for(lambda: not is_at_work(child.pid))


def test_programs_stop_in_the_order_given(tmp_path: Path) -> None:
    with running(tmp_path, program("web", CHATTY), program("beat", CHATTY), program("worker", CHATTY)) as run:
        numbers = [run.process_ids(name)[0] for name in ("web", "beat", "worker")]
    assert [name for name, line in run.said if line == "stopped"] == ["web", "beat", "worker"]
    assert not any(is_at_work(number) for number in numbers)
    assert not (tmp_path / "run-id").exists()


def test_one_that_will_not_end_is_ended(tmp_path: Path) -> None:
    with running(tmp_path, program("web", STUBBORN, patience_seconds=0.1)) as run:
        number = run.process_ids("web")[0]
    assert not is_at_work(number)


def test_a_second_word_ends_the_waiting(tmp_path: Path) -> None:
    began = time.monotonic()
    with running(tmp_path, program("web", STUBBORN, patience_seconds=600)) as run:
        run.supervisor.stop()
    assert time.monotonic() - began < PATIENCE_SECONDS


def test_what_a_killed_run_left_behind_is_ended(tmp_path: Path) -> None:
    (tmp_path / "run-id").write_text("left")
    command = [sys.executable, "-c", CHATTY]
    with subprocess.Popen(command, env={"MARKET_RUN": "left"}, stdout=subprocess.PIPE) as orphan:
        assert orphan.stdout.readline().startswith(b"up")
        end_left_overs(tmp_path / "run-id")
        assert not is_at_work(orphan.pid)
    assert not (tmp_path / "run-id").exists()


@pytest.mark.parametrize("mark", ["another", ""])
def test_other_programs_are_left_alone(tmp_path: Path, mark: str) -> None:
    (tmp_path / "run-id").write_text("left")
    command = [sys.executable, "-c", CHATTY]
    with subprocess.Popen(command, env={"MARKET_RUN": mark}, stdout=subprocess.PIPE) as stranger:
        assert stranger.stdout.readline().startswith(b"up")
        end_left_overs(tmp_path / "run-id")
        assert stranger.poll() is None
        stranger.kill()
