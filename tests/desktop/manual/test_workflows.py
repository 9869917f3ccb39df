"""Workflows in the manual are those of the declarations: pictures and tables cannot drift from what is enforced."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication

from app.assets import resource
from app.desktop import style
from app.desktop.manual.diagrams import diagram
from app.desktop.manual.text import fit_pictures, manual
from app.desktop.manual.workflows import MISSION_RULES, asked_for, grouped, main_line, table
from app.domain.kinds import KINDS
from app.domain.workflows import Workflow
from app.domain.writing import state_text

STAGED = [name for name, kind in KINDS.items() if kind.workflow is not None]


def workflow_of(name: str) -> Workflow:
    workflow = KINDS[name].workflow
    assert workflow is not None
    return workflow


def test_the_manual_shows_every_workflow() -> None:
    asked = asked_for(resource("manual", "en.md").read_text("utf-8"))
    assert sorted(asked) == sorted(STAGED)


@pytest.mark.parametrize("name", STAGED)
def test_picture_and_table_together_hold_every_step(name: str) -> None:
    workflow = workflow_of(name)
    line = main_line(workflow)
    assert line[0] == workflow.initial
    assert line[-1] in workflow.closed
    assert len(set(line)) == len(line)
    shown = table(KINDS[name])
    along = set(pairwise(line))
    for steps in grouped(workflow):
        row = [text for text in shown.splitlines() if f"| {state_text(steps.step.target)} |" in text]
        drawn = all((source, steps.step.target) in along for source in steps.sources)
        assert row or drawn, steps
        assert not steps.step.needs or row
    assert sum(len(steps.sources) for steps in grouped(workflow)) == len(workflow.transitions)
    assert {step.mission for step in workflow.transitions} - {""} <= MISSION_RULES.keys()


def test_who_and_what_stand_in_the_table() -> None:
    qip = table(KINDS["qip"]).splitlines()
    assert "| submitted local, cleared local | returned | Sector HQ | a reason |" in qip
    assert "| approved | MOU signed | Unit | MOU signed on |" in qip
    assert any(row.startswith("| any open state | cancelled |") for row in qip)
    assert "| coordinated | approved | Force HQ; Sector HQ up to the mission's limit |  |" in table(
        KINDS["project"]
    )


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK])
def test_a_picture_is_as_wide_as_the_room_and_grows_downwards(qapp: QApplication, theme: style.Theme) -> None:
    wide, narrow = (diagram(workflow_of("qip"), theme, width, 1.0) for width in (760, 300))
    assert (wide.width(), narrow.width()) == (760, 300)
    assert wide.height() < narrow.height()
    colours = {wide.pixelColor(x, y).name() for x in range(0, 760, 4) for y in range(0, wide.height(), 4)}
    assert {theme.accent.lower(), theme.accent_soft.lower()} <= colours
    sharp = diagram(workflow_of("qip"), theme, 760, 1.5)
    assert (sharp.width(), sharp.devicePixelRatio()) == (1140, 1.5)


def test_the_document_draws_each_workflow(qapp: QApplication) -> None:
    document = manual(style.LIGHT)
    fit_pictures(document, style.LIGHT, 700, 1.0)
    for name in STAGED:
        kind = QTextDocument.ResourceType.ImageResource.value
        drawn = document.resource(kind, QUrl(f"workflow-{name}"))
        assert isinstance(drawn, QImage)
        assert not drawn.isNull()
