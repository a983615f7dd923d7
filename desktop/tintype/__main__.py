"""``tintype`` and ``python -m tintype``: a command runs headless; no argument, or photos alone, opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tintype.cli import COMMANDS, run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Tintype; returns the process's exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and (words[0] in COMMANDS or words[0].startswith("-")):
        return run_command(words)
    from tintype.gui.app import run  # Qt is loaded only where there is a window

    return run([Path(word) for word in words])


if __name__ == "__main__":
    sys.exit(main())
