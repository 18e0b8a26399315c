"""The state of a simulated subscription in a file that several processes share.

The file is an SQLite database with a row for every object. A process keeps the state in memory too, reads only the rows that others
have written since, and writes only those that it changed: what an operation costs does not grow with the subscription. A process that
is killed leaves its last whole transaction, which is SQLite's promise.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from .simulated_azure import State

LONGEST_WAIT = 60.0
"""Seconds to wait for another process that has the file open."""

_TABLE = """
CREATE TABLE IF NOT EXISTS part (row TEXT PRIMARY KEY, value TEXT, change INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS by_change ON part (change);
"""


class StateFile:
    """A state that several processes and threads hold in turn."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._begin(time.time())

    @contextmanager
    def held(self) -> Generator[State]:
        """The state, for nobody else meanwhile; what happened to it is written, also after an error."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=LONGEST_WAIT, isolation_level=None)
        with self._turn, closing(database):
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN IMMEDIATE")
            self._read(database)
            try:
                yield self._state
            finally:
                try:
                    self._write(database)
                    database.execute("COMMIT")
                except BaseException:
                    self._begin(started=0.0)
                    raise

    def _begin(self, started: float) -> None:
        self._state = State(started=started)
        self._change = 0
        self._texts: dict[str, str] = {}

    def _read(self, database: sqlite3.Connection) -> None:
        """Take over what others have written; a file that was removed meanwhile is begun anew."""
        for statement in _TABLE.split(";\n"):
            database.execute(statement)
        first = database.execute("SELECT value FROM part WHERE row = 'started'").fetchone()
        started = json.loads(first[0]) if first else time.time()
        if started != self._state.started:
            self._begin(started)
        if first is None:
            self._put(database, {"started": json.dumps(started)})
        rows = database.execute("SELECT row, value, change FROM part WHERE change > ?", (self._change,))
        for row, text, change in sorted(rows):
            self._change = max(self._change, change)
            if row != "started":
                self._texts[row] = text
                self._state.take_row(row, json.loads(text))

    def _write(self, database: sqlite3.Connection) -> None:
        """Write what changed; what cannot be written is forgotten, as the whole transaction is."""
        texts = {row: json.dumps(value) for row, value in self._state.noted_rows().items()}
        self._put(database, {row: text for row, text in texts.items() if self._texts.get(row, "null") != text})

    def _put(self, database: sqlite3.Connection, texts: dict[str, str]) -> None:
        if texts:
            self._change += 1
            self._texts |= texts
            rows = [(row, text, self._change) for row, text in texts.items()]
            database.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", rows)
