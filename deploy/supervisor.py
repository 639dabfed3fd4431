"""Runs programs beside each other: tells their lines apart, brings back one that dies, stops them in order."""

import os
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from marketplace.embedded.processes import wait_until_ended

LOOK_SECONDS = 0.2
STEADY_SECONDS = 30  # one that ran this long is started again at once
LONGEST_PAUSE_SECONDS = 30
MARK = "MARKET_RUN"  # in the environment of every program, so that its processes are known after a crash of ours

Say = Callable[[str, str], None]


@dataclass(frozen=True)
class Program:
    """A program to keep running; it is asked to end with SIGTERM and given its time for it."""

    name: str
    command: Sequence[str]
    patience_seconds: float = 15


class Supervisor:
    """Keeps programs running until it is told to stop.

    The file `state` names this run; a later run ends by it what a killed one left behind.
    """

    def __init__(
        self, programs: Sequence[Program], *, directory: Path, environment: Mapping[str, str], state: Path, say: Say
    ) -> None:
        self._state = state
        self._run = secrets.token_hex(8)
        marked = {**environment, MARK: self._run}
        self._charges = [_Charge(program, directory, marked, say) for program in programs]
        self._told_to_stop = threading.Event()
        self._hurry = threading.Event()

    def run(self) -> None:
        """Start all, bring back whichever dies, and return when all have been stopped, in the order given."""
        end_left_overs(self._state)
        self._state.parent.mkdir(parents=True, exist_ok=True)
        self._state.write_text(self._run)
        try:
            while not self._told_to_stop.is_set():
                for charge in self._charges:
                    charge.tend()
                self._told_to_stop.wait(LOOK_SECONDS)
        finally:
            for charge in self._charges:
                charge.stop(self._hurry)
            self._state.unlink(missing_ok=True)

    def stop(self) -> None:
        """Let run() return; said a second time, without further patience. May be called by a signal handler."""
        if self._told_to_stop.is_set():
            self._hurry.set()
        self._told_to_stop.set()


def end_left_overs(state: Path) -> None:
    """End what a killed run left behind, so that its ports and queues are free."""
    if not state.exists():
        return
    mark = state.read_text()
    left_over = [process for process in psutil.process_iter() if _has_mark(process, mark)]
    for process in left_over:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in wait_until_ended(left_over, seconds=10):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    state.unlink()


class _Charge:
    """One program in our care."""

    def __init__(self, program: Program, directory: Path, environment: Mapping[str, str], say: Say) -> None:
        self._program = program
        self._directory = directory
        self._environment = environment
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._pause_seconds = 0.0

    def tend(self) -> None:
        """Start it if it is due; if it has died, say so and set when it starts again."""
        if self._process is None:
            if time.monotonic() >= self._start_at:
                self._start()
        elif (code := self._process.poll()) is not None:
            self._clear_group()
            self._process = None
            self._set_next_start()
            pause = f"in {self._pause_seconds:.0f} s" if self._pause_seconds else "now"
            self._say(self._program.name, f"{_how_it_ended(code)}; it starts again {pause}")

    def stop(self, hurry: threading.Event) -> None:
        """Ask it to end, wait as long as it may take, then end it and all it started."""
        if self._process is None:
            return
        self._process.terminate()
        deadline = time.monotonic() + self._program.patience_seconds
        while self._process.poll() is None and time.monotonic() < deadline and not hurry.wait(LOOK_SECONDS / 4):
            pass
        self._clear_group()
        self._process.wait()
        self._say(self._program.name, "stopped")

    def _start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches us alone and we keep the order."""
        self._process = subprocess.Popen(
            self._program.command,
            cwd=self._directory,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._started_at = time.monotonic()
        threading.Thread(target=self._pass_on_lines, args=(self._process.stdout,), daemon=True).start()

    def _pass_on_lines(self, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self._say(self._program.name, line.rstrip("\n"))

    def _set_next_start(self) -> None:
        """At once after a steady life; with growing pauses when it dies young."""
        if time.monotonic() - self._started_at >= STEADY_SECONDS:
            self._pause_seconds = 0
        else:
            self._pause_seconds = min(LONGEST_PAUSE_SECONDS, 2 * self._pause_seconds or 1)
        self._start_at = time.monotonic() + self._pause_seconds

    def _clear_group(self) -> None:
        """End what the program started and left behind, such as the pool of a killed worker."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _how_it_ended(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def _has_mark(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(MARK) == mark
    except psutil.Error:
        return False
