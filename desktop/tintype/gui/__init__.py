"""The window: the only part of Tintype that knows Qt."""

import sys

if sys.platform == "win32":
    import onnxruntime  # noqa: F401  # before PySide6: the other order loads the wrong runtime libraries
