"""What runs in a helper process: one file after another, until its input ends.

Jobs and answers are pickled. That is no danger: a decoder that was taken over could do all that the user can without it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import numpy as np

from tintype.errors import UnreadablePhoto
from tintype.geometry import Size
from tintype.photo.decoding import decode, read_source
from tintype.photo.helper_talk import GO, READY, Job, Made, Refused, SizeTold
from tintype.photo.source import Raster

SLACK = 2**30
"""Bytes of addresses that threads and libraries reserve without using them."""


def main() -> None:
    """Answer the jobs from the standard input on what was the standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the app, whose end is the end of the input
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # libraries print to what they take for a terminal
        os.dup2(nowhere, stream)
    answers.write(READY)
    answers.flush()
    for job in _until_the_end(jobs):
        _answer(job, jobs, answers)


def _until_the_end(jobs: BinaryIO) -> Iterator[Job]:
    while True:
        try:
            yield pickle.load(jobs)
        except EOFError:
            return


def _answer(job: Job, jobs: BinaryIO, answers: BinaryIO) -> None:
    try:
        raster = _decoded(job, jobs, answers)
    except UnreadablePhoto as error:
        _put(answers, Refused(error.reason))
        return
    samples = np.ascontiguousarray(raster.samples)
    _put(answers, Made(replace(raster, samples=samples[:0]), samples.shape, samples.dtype.str))
    answers.write(samples.data.cast("B"))
    answers.flush()


def _decoded(job: Job, jobs: BinaryIO, answers: BinaryIO) -> Raster:
    def admit(size: Size) -> None:
        _put(answers, SizeTold(size))
        if jobs.read(len(GO)) != GO:
            sys.exit()  # nobody waits for it any more

    _limit_addresses(job.memory)
    return decode(read_source(job.path, admit, job.memory), job.decoded)


def _put(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _limit_addresses(memory: int) -> None:
    """Let the system refuse more memory than the job may take, where it can; the app looks at what is taken everywhere."""
    if sys.platform != "win32":
        import resource

        import psutil

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = psutil.Process().memory_info().vms + memory + SLACK
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
