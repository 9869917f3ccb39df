"""Choices: words this app does not know are kept, and not stated is not no."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from app.desktop.editors.choices import BooleanWidget, ChoicesWidget, ChoiceWidget
from app.domain.fields import Field, FieldType
from app.domain.vocabularies import CLUSTER, FUNDING

FUNDS = Field(label="Funding", name="funding", type=FieldType.CHOICE, choices=FUNDING)


def test_an_unknown_word_is_kept(qtbot: QtBot) -> None:
    widget = ChoiceWidget(FUNDS)
    qtbot.addWidget(widget)
    widget.set_value("lottery")
    assert (widget.value(), widget.combo.currentText()) == ("lottery", "lottery")
    many = ChoicesWidget(Field(label="Clusters", name="clusters", type=FieldType.CHOICES, choices=CLUSTER))
    qtbot.addWidget(many)
    many.set_value(["wash", "moonbase"])
    assert many.value() == ["wash", "moonbase"]


def test_not_stated_is_not_no(qtbot: QtBot) -> None:
    widget = BooleanWidget(Field(label="Releasable", name="releasable", type=FieldType.BOOLEAN))
    qtbot.addWidget(widget)
    assert widget.value() is None
    widget.buttons[False].click()
    assert widget.value() is False
    widget.buttons[None].click()
    assert widget.value() is None


def test_the_wheel_does_not_change_a_choice(qtbot: QtBot) -> None:
    widget = ChoiceWidget(FUNDS)
    qtbot.addWidget(widget)
    widget.set_value("donation")
    turned = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    widget.combo.wheelEvent(turned)
    assert widget.value() == "donation"
    assert not turned.isAccepted()
