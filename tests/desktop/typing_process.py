"""A process that types into a form until its draft is kept, says so, and waits to be killed."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.desktop import style
from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services.desks import open_desk


def main() -> None:
    folder, passphrase, text = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    style.dress(application, style.LIGHT)
    context = Context()
    context.use(open_desk(Path(folder), passphrase))
    editor = RecordEditor(context, "meeting")

    def type_it() -> None:
        assert editor.form is not None
        editor.form.field("facts").prose.insertPlainText(text)  # type: ignore[attr-defined]

    editor.ready.connect(type_it)
    editor.drafts.kept.connect(lambda _: print("kept", flush=True))
    editor.show()
    application.exec()


if __name__ == "__main__":
    main()
