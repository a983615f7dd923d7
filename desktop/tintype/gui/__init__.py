"""The window: the only part of Tintype that knows Qt."""

import onnxruntime  # noqa: F401  # before PySide6: on Windows the other order loads the wrong runtime libraries
