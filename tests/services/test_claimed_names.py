"""A planted name is shown as claimed wherever it is shown: lists, forms, papers, sheets, commands, forks, bundles.

A unit signs as somebody who stands in no roster and no register. Whatever a reader may see of it at the sector, in a
window, on paper, in a sheet or on the command line, is looked through for that name without its mark.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.desktop.editors import meanwhile
from app.desktop.editors.history import told
from app.desktop.exchange import reasons
from app.desktop.lists.cells import cell_text, offered_columns
from app.desktop.lists.preview import RecordPreview
from app.domain.kinds import fields_of
from app.services import conflicts, directives, exchange, records, rosters, sitreps
from app.services.reports.checking import check_file
from app.services.reports.making import Wanted, make
from app.services.sheets_out import write
from app.services.sitreps import Ask
from app.services.status import journal
from app.services.views import RecordView
from tests.cli.running import call
from tests.services.exchange import forging
from tests.services.missions import PASSPHRASE, Mission, changed, saved
from tests.services.reports.test_leaks import said_by

PLANTED = "Lt Gen P. Impostor"
BARE = re.compile(re.escape(PLANTED) + r"(?!\s+\((claimed|nom\s+déclaré)\))")
KINDS = ("meeting", "sitrep", "directive", "acknowledgement")
WEEK = Ask(until=date(2026, 11, 22), approved_by=PLANTED)


@pytest.fixture
def planted(mission: Mission) -> Mission:
    """The sector's logbook holds a meeting in conflict, an issued sitrep and an acknowledgement signed by the name."""
    order = saved(mission.sector, "directive", valid_from="2026-11-01", reach="branch")
    view = saved(mission.unit, title="Market", reach="branch")
    mission.settle()
    mission.unit.sign_on(PLANTED)
    changed(mission.unit, view, title="Theirs", outcome="Agreed")
    saved(mission.unit, title="Planted", started_at="2026-11-18T10:00Z", reach="branch")
    changed(mission.sector, view, title="Ours")
    directives.acknowledge(mission.unit, order)
    sitreps.issue(mission.unit, WEEK)
    mission.send("unit", "sector")
    return mission


def views(mission: Mission) -> Iterator[RecordView]:
    for kind in KINDS:
        yield from records.page(mission.sector, kind)


def seen(text: str) -> bool:
    """Tell whether the name is shown, and fail where it is shown bare."""
    assert not BARE.search(text), BARE.sub(">>> \\g<0> <<<", text)[:2000]
    return PLANTED in text


def test_in_lists_and_previews(planted: Mission, qapp: QApplication) -> None:
    today = date(2026, 11, 21)
    shown = {
        (view.kind, name)
        for view in views(planted)
        for name, column in offered_columns(view.kind).items()
        if seen(cell_text(view, column.field, {}, today))
    }
    assert shown >= {
        ("meeting", "created_by"), ("meeting", "updated_by"), ("sitrep", "prepared_by"), ("sitrep", "approved_by"),
        ("acknowledgement", "officer"),
    }  # fmt: skip
    preview = RecordPreview()
    for view in views(planted):
        preview.show_record(view, {}, today)
        said = "\n".join(one.text() for one in preview.findChildren(QLabel))
        assert seen(said) or view.kind == "directive" or view.title == "Ours", view.kind


def test_in_histories_conflicts_and_what_others_wrote_meanwhile(planted: Mission) -> None:
    (view,) = (one for one in views(planted) if one.conflicts)
    entries = records.history(planted.sector, view.id)
    assert seen(" ".join(one.by for one in told(entries, fields_of("meeting"), str)))
    assert seen(" ".join(meanwhile.writers(entries, frozenset())))
    assert seen(" ".join(name for entry in entries for name in (entry.by, *entry.beside)))
    (dispute,) = (one for one in conflicts.conflicts(planted.sector) if one.record == view.id)
    assert seen(" ".join(side.by for side in dispute.candidates))
    (read,) = directives.standing(planted.sector, date(2026, 11, 21))
    assert seen(" ".join(answer.officer for answer in read.answers))


def test_on_paper_in_both_languages(planted: Mission, tmp_path: Path) -> None:
    for view in views(planted):
        for report, kind in (("meeting", "meeting"), ("record", "sitrep"), ("record", "acknowledgement")):
            if view.kind == kind and view.title != "Ours":
                for lang in ("en", "fr"):
                    made = make(planted.sector, Wanted(report=report, subject=view.id, lang=lang))
                    assert seen(" ".join(said_by(made.pdf).split())), (report, lang)
    (issued,) = records.page(planted.unit, "sitrep")
    for lang in ("en", "fr"):
        draft = sitreps.render(
            planted.unit, sitreps.compose(planted.unit, msgspec.structs.replace(WEEK, lang=lang))
        )
        assert seen(" ".join(said_by(draft).split()))
    made = make(planted.unit, Wanted(report="record", subject=issued.id))
    assert seen(" ".join(said_by(made.pdf).split()))
    (tmp_path / "report.pdf").write_bytes(made.pdf)
    for desk in (planted.unit, planted.sector, None):
        assert seen(check_file(tmp_path / "report.pdf", desk=desk).issuer)


def test_in_sheets(planted: Mission, tmp_path: Path) -> None:
    for kind in ("sitrep", "acknowledgement"):
        write(planted.sector, kind, tmp_path / f"{kind}.csv")
        assert seen((tmp_path / f"{kind}.csv").read_text("utf-8-sig")), kind


def test_on_the_command_line(planted: Mission) -> None:
    ids = {view.kind: view.id for view in views(planted) if view.title != "Ours"}
    planted.sector.close()
    where = ("--logbook", planted.folder / "sector")
    for command in (
        ("show", ids["meeting"], "--history"), ("show", ids["sitrep"]), ("show", ids["acknowledgement"]),
        ("list", "sitrep"), ("conflicts",), ("conflicts", "--json"), ("show", ids["meeting"], "--history", "--json"),
    ):  # fmt: skip
        answer = call(*command, *where, passphrase=PASSPHRASE)
        assert answer.code == 0, answer.err
        assert seen(answer.out), command
    planted.open("sector")


def test_of_the_sides_of_a_fork_and_in_the_journal(mission: Mission) -> None:
    saved(mission.unit, title="Before")
    mission.send("unit", "sector")
    mission.unit.close()
    shutil.copytree(mission.folder / "unit", mission.folder / "twin")
    mission.open("unit")
    mission.open("twin").sign_on(PLANTED)
    for name in ("unit", "twin"):
        saved(mission[name], title=name)
        mission.send(name, "sector")
    (fork,) = exchange.forks(mission.sector)
    assert seen(" ".join(name for side in fork.branches for name in side.officers))
    mission["twin"].close()
    mission.sector.sign_on(PLANTED)
    mission.send("sector", "force")
    assert seen(" ".join(str(line["officer"]) for line in journal(mission.sector)))


def test_of_who_asks_to_join_and_of_strangers(mission: Mission) -> None:
    late = mission.ask("late", "unit")
    assert rosters.read_request_file(mission.folder / "late.request").officer == "Maj Late (claimed)"
    mission.welcome("late", "fhq/east/late")
    said = forging.changeset(late, [forging.line(late, 7)])
    rosters_held = forging.held_rosters(mission.sector)
    stripped = forging.bundle(mission, late, mission.sector, [said], rosters=rosters_held)
    (held,) = mission.take("sector", stripped)
    assert held.claim is not None
    assert "Cpt X (claimed)" in reasons.claimed(held.claim)
