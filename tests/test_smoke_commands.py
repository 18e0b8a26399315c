import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from smoke import commands as module
from smoke.commands import INTERRUPTED, NOT_FOUND, Commands, Finished

PYTHON = sys.executable
OBEDIENT = "import signal, sys, time; signal.signal(signal.SIGINT, lambda *_: sys.exit(7)); print('ready', flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


def run(commands: Commands, program: str, limit: float = 30.0) -> Finished:
    return commands.run([PYTHON, "-c", program], environment=os.environ, limit=limit)


def interrupt_soon(commands: Commands) -> None:
    threading.Timer(1.0, commands.interrupt).start()


def test_output_and_exit_code_are_given() -> None:
    finished = run(Commands(), "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (finished.exit_code, finished.stdout, finished.stderr) == (3, "out\n", "err\n")
    assert not finished.timed_out


def test_bytes_that_are_not_utf_8_do_not_end_it() -> None:
    finished = run(Commands(), r"import os; os.write(1, b'caf\xc3\xa9 \xff')")
    assert (finished.exit_code, finished.stdout) == (0, "caf\u00e9 \ufffd")


def test_output_is_read_as_utf_8_whatever_the_locale() -> None:
    program = "from test_smoke_commands import *; print(ascii(run(Commands(), r\"import os; os.write(1, b'\\xc3\\xa9')\").stdout))"
    paths = os.pathsep.join(sys.path)
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": paths}
    assert Commands().run([PYTHON, "-c", program], environment=plain, limit=30.0).stdout == "'\\xe9'\n"


@pytest.mark.parametrize("missing", ["program", "folder"])
def test_what_cannot_be_started_has_failed(tmp_path: Path, missing: str) -> None:
    program = str(tmp_path / "none") if missing == "program" else PYTHON
    finished = Commands().run([program], environment={}, limit=30.0, folder=tmp_path / "none")
    assert finished.exit_code == NOT_FOUND
    assert finished.stderr.startswith("not started: ")


def test_an_interrupt_while_a_program_is_starting_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    commands, start = Commands(), subprocess.Popen.__init__

    def interrupted(process: subprocess.Popen[str], *arguments: Any, **options: Any) -> None:
        start(process, *arguments, **options)
        commands.interrupt()

    monkeypatch.setattr(subprocess.Popen, "__init__", interrupted)
    assert run(commands, "import time; time.sleep(20)").seconds < 15.0


@pytest.fixture
def typed_ahead() -> Generator[None]:
    """Standard input with a line in it."""
    own, (read, write) = os.dup(0), os.pipe()
    os.write(write, b"yes\n")
    os.dup2(read, 0)
    yield
    os.dup2(own, 0)
    for descriptor in (own, read, write):
        os.close(descriptor)


@pytest.mark.usefixtures("typed_ahead")
def test_a_program_that_asks_gets_no_answer_and_does_not_hang() -> None:
    assert "EOFError" in run(Commands(), "input('sure? ')").stderr


def test_a_program_is_out_of_reach_of_the_terminal_s_own_interrupt() -> None:
    assert run(Commands(), "import os; print(os.getsid(0) == os.getpid())").stdout == "True\n"


def test_an_interrupt_is_handed_on_and_the_program_ends_as_it_likes() -> None:
    commands = Commands()
    interrupt_soon(commands)
    finished = run(commands, OBEDIENT)
    assert (finished.exit_code, finished.timed_out) == (7, False)
    assert commands.interrupted


def test_after_an_interrupt_only_removal_starts_anything() -> None:
    commands = Commands()
    commands.interrupt()
    assert run(commands, "print('started')").exit_code == INTERRUPTED
    commands.removing = True
    assert run(commands, "print('started')").stdout == "started\n"


def test_an_interrupt_does_not_stop_removal() -> None:
    commands = Commands()
    commands.removing = True
    interrupt_soon(commands)
    assert run(commands, OBEDIENT.replace("sleep(60)", "sleep(2)")).exit_code == 0


def test_a_program_that_takes_too_long_is_interrupted() -> None:
    finished = run(Commands(), OBEDIENT, limit=1.0)
    assert (finished.exit_code, finished.timed_out) == (7, True)


def test_a_program_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    finished = run(Commands(), DEAF, limit=1.0)
    assert (finished.exit_code, finished.timed_out) == (-signal.SIGKILL, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_a_pipeline_s_end_and_a_closed_terminal_are_interrupts(number: signal.Signals) -> None:
    commands, inherited = Commands(), signal.signal(number, signal.SIG_DFL)  # the tests may run under nohup
    try:
        with commands.listening():
            signal.raise_signal(number)
        assert commands.interrupted
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, inherited)


def test_under_nohup_a_closed_terminal_is_none() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    commands = Commands()
    with commands.listening():
        signal.raise_signal(signal.SIGHUP)
    signal.signal(signal.SIGHUP, before)
    assert not commands.interrupted


def test_a_pause_ends_with_an_interrupt() -> None:
    commands = Commands()
    interrupt_soon(commands)
    before = time.monotonic()
    commands.pause(60.0)
    assert time.monotonic() - before < 30.0
