"""Decoding in helper processes, so that a decoder that crashes, hangs or takes all memory harms one file alone."""

from __future__ import annotations

import atexit
import json
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np

from tintype.errors import FileMissing, UnreadablePhoto
from tintype.photo.decoding import NO_MEMORY, Admit
from tintype.photo.helper_talk import GO, READY, Answer, Job, Made, Refused, SizeTold
from tintype.photo.limits import time_for_decoding
from tintype.photo.source import Raster, Samples
from tintype.photo.watch import Watch

MOST_IDLE = 1
"""Helpers that wait for the next file; each holds about 100 MB, and takes half a second to start."""

SECONDS_TO_START = 60.0
CRASHED = "its decoder crashed, so it is probably damaged"
NOT_STARTED = "the process that decodes such files cannot be started"

# -P keeps the current folder out of where modules come from: it may be one of photos, with a "numpy.py" among them.
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from tintype.photo.helper_process import main; main()"


class Helper:
    """One helper process."""

    def __init__(self) -> None:
        """Start it, and do not wait until it has started.

        Raises:
            OSError: the system lets no process be started.
        """
        modules = json.dumps([entry or str(Path.cwd()) for entry in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._jobs: IO[bytes] = _pipe(self._process.stdin)
        self._answers: IO[bytes] = _pipe(self._process.stdout)
        self._ready = False

    @property
    def lives(self) -> bool:
        """Whether it can be given a job."""
        return self._process.poll() is None

    def decode(self, job: Job, admit: Admit) -> Raster:
        """The file's picture; ``admit`` is told its size before it is decoded.

        Raises:
            UnreadablePhoto: it is damaged, or takes too much; or its decoder crashed, and the helper has ended.
        """
        watch = Watch(self._process, job.memory, time_for_decoding(_length(job.path)))
        try:
            self._wait_until_ready(job.path)
            answer = self._answer(job, admit, watch)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.end()
            raise UnreadablePhoto(job.path, watch.reason or CRASHED) from None
        except MemoryError:
            self.end()
            raise UnreadablePhoto(job.path, NO_MEMORY) from None
        except BaseException:  # Ctrl+C, say: what it was about to answer would be taken for the answer to the next job
            self.end()
            raise
        if isinstance(answer, Refused):
            raise UnreadablePhoto(job.path, answer.reason)
        return answer

    def end(self) -> None:
        """Stop it at once."""
        self._process.kill()
        for pipe in (self._jobs, self._answers):
            with suppress(OSError):  # there is nobody any more for what was not yet sent
                pipe.close()
        self._process.wait()

    def _wait_until_ready(self, path: Path) -> None:
        if not self._ready:
            with Watch(self._process, sys.maxsize, SECONDS_TO_START, SECONDS_TO_START):
                self._ready = self._answers.read(len(READY)) == READY
        if not self._ready:
            self.end()
            raise UnreadablePhoto(path, NOT_STARTED)

    def _answer(self, job: Job, admit: Admit, watch: Watch) -> Raster | Refused:
        self._tell(pickle.dumps(job))
        with watch:
            answer: Answer = pickle.load(self._answers)
        while isinstance(answer, SizeTold):
            admit(answer.size)  # out of the watch's sight, for it may wait
            self._tell(GO)
            with watch:
                answer = pickle.load(self._answers)
        if isinstance(answer, Refused):
            return answer
        return replace(answer.raster, samples=self._samples(answer))

    def _tell(self, words: bytes) -> None:
        self._jobs.write(words)
        self._jobs.flush()

    def _samples(self, made: Made) -> Samples:
        samples: Samples = np.empty(made.shape, np.dtype(made.dtype))
        room = samples.data.cast("B")
        done = 0
        while done < len(room):
            count = self._answers.readinto(room[done:])  # type: ignore[attr-defined]
            if not count:
                raise EOFError
            done += count
        return samples


class Helpers:
    """Helper processes, made as they are needed. Safe to use from several threads, each of which gets a helper of its own."""

    def __init__(self) -> None:
        self._idle: list[Helper] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        """Have one ready before it is needed."""
        with self._lock, suppress(OSError):  # where none can be started, the first file will say so
            if not self._idle:
                self._idle.append(Helper())

    def decode(self, job: Job, admit: Admit) -> Raster:
        """The file's picture; ``admit`` is told its size before it is decoded.

        Raises:
            UnreadablePhoto: it is damaged, or takes too much memory or time, or its decoder crashed.
        """
        helper = self._take(job.path)
        try:
            return helper.decode(job, admit)
        finally:
            self._give_back(helper)

    def end(self) -> None:
        """Stop those that wait."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()

    def _take(self, path: Path) -> Helper:
        with self._lock:
            while self._idle:
                helper = self._idle.pop()
                if helper.lives:
                    return helper
                helper.end()
        try:
            return Helper()
        except OSError as error:
            raise UnreadablePhoto(path, f"the process that decodes such files cannot be started ({error.strerror})") from error

    def _give_back(self, helper: Helper) -> None:
        with self._lock:
            if helper.lives and len(self._idle) < MOST_IDLE:
                self._idle.append(helper)
                return
        helper.end()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("a process without pipes")
    return stream


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise FileMissing(path) from None


helpers = Helpers()
"""Those of this process."""

atexit.register(helpers.end)
