"""Training of Tintype's autoencoders: ``python -m training.train``, ``.export`` and ``.evaluate``.

This package runs from the checkout and is not part of the installed app. The two meet in the ONNX file alone.
"""
