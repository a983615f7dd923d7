"""The offer to clean a page, in the panel, where the open photo looks like one."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from tintype.document.document import Document
from tintype.engine import ModelSpec, is_page
from tintype.gui.editor import Editor
from tintype.gui.jobs import Job, Jobs
from tintype.gui.widgets import label, named


class PageOffer(QFrame):
    """A sentence and a button; nothing happens to the page unless it is pressed. Out of sight once the page is denoised.

    Attributes:
        told: it is known whether the open photo is a page.
    """

    told = Signal()

    def __init__(self, editor: Editor, jobs: Jobs) -> None:
        """Looks at each photo that the editor opens."""
        super().__init__()
        named(self, self.tr("Scan of a page"), "page_offer")
        self._editor = editor
        self._jobs = jobs
        self._pages: WeakKeyDictionary[Document, bool] = WeakKeyDictionary()
        self.text = label(self.tr("This looks like the scan of a page."), "muted")
        self.text.setWordWrap(True)
        self.button = QPushButton(self.tr("Clean the Page"))
        self.button.setToolTip(self.tr("Take away stains, wrinkles and shadows; the paper becomes white, the print stays"))
        self.button.clicked.connect(self._clean)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        editor.document_changed.connect(self._look)
        for signal in (editor.recipe_changed, editor.draft_changed, editor.models_changed, editor.started, editor.ended):
            signal.connect(self.refresh)
        self.hide()

    @property
    def model(self) -> ModelSpec | None:
        """The model that cleans pages, if one comes with Tintype."""
        return next((model for model in self._editor.special_models if model.suits == "document"), None)

    def knows(self, document: Document) -> bool:
        """Whether the photo has been looked at."""
        return document in self._pages

    def refresh(self) -> None:
        """Show the offer where there is something to offer."""
        document, model = self._editor.document, self.model
        page = document is not None and self._pages.get(document, False)
        undone = document is not None and document.recipe.denoise is None
        chosen = model is None or self._editor.draft.model == model.id
        self.setVisible(page and undone and not chosen)
        self.button.setEnabled(not self._editor.busy)

    def _look(self) -> None:
        document = self._editor.document
        self.refresh()
        if document is None or self.model is None or self.knows(document):
            return

        def done(page: bool) -> None:
            self._pages[document] = page
            self.refresh()
            self.told.emit()

        job = Job(lambda _: is_page(document.photo.pixels))
        job.succeeded.connect(done)
        job.failed.connect(self._editor.failed)
        self._jobs.start(job)

    def _clean(self) -> None:
        if self.model is not None:
            self._editor.set_model(self.model.id)
            self._editor.denoise()
