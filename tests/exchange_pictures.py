"""Pictures of exchange where it is hard: joining, admitting, a plan, all that waits, a conflict, a history."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from app.desktop.exchange.out import SINCE
from app.desktop.exchange.page import TABS, ExchangePage
from app.desktop.first_start.joining import Joining
from app.desktop.window import Window
from app.services import records
from app.services.desks import Desk, request_to_join
from tests.journeys.troubles import CHEAP, PASSPHRASE, Troubles, saved

View = tuple[str, Callable[[], object]]


class Chosen:
    """Answers every file dialog with what stands here."""

    def __init__(self, folder: Path) -> None:
        self.files: list[Path] = []
        self.target = folder

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        return self.files

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        return self.target / name

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self.target


def joining_views(window: Window, chosen: Chosen, made: Troubles) -> Iterator[View]:
    """Yield the first start: its form, the words of the request, and the words of Force HQ in the welcome."""
    yield "join-1-ways", window.show_first_start
    yield "join-2-form", partial(press, window, "Join a mission")
    form = window.findChildren(Joining)[0].form
    for field, text in (
        (form.unit, "Nepal Engineers"), (form.officer, "Maj T. Hansen"), (form.passphrase, PASSPHRASE),
        (form.again, PASSPHRASE), (form.folder, str(made.folder / "engineers")),
    ):  # fmt: skip
        field.field.setText(text)
    form.level.setCurrentIndex(form.level.findData("unit"))
    yield "join-3-words", partial(press, window, "Write the request…")
    desk = window.findChildren(Joining)[0].desk
    if desk is not None:
        chosen.files = [
            made.welcome(desk, chosen.target / "nepal-engineers.request", "fhq/east/engineers", made.east)
        ]
    yield "join-4-root", partial(press, window, "The welcome bundle is here…")
    if desk is not None:
        desk.close()


def exchange_views(window: Window, chosen: Chosen, made: Troubles) -> Iterator[View]:
    """Yield the exchange page of the restored Force HQ from its opening until everything is settled."""
    page = _page(window)
    yield "exchange-01-restored", lambda: None
    yield "exchange-02-plan", partial(page.take_in, list(made.files.values()))
    yield "exchange-03-applied", page.plan.apply.click
    for number, name in enumerate(TABS):
        yield f"exchange-04-{name.lower()}", partial(page.tabs.setCurrentIndex, number)
        if name == "Waiting":
            yield "exchange-04-waiting-below", partial(_scroll_down, page)
    made.tell_the_battalion()
    request = _request(made.folder)
    chosen.files = [request]
    yield "exchange-05-admit", partial(_admit, page)
    yield "exchange-06-revoke", partial(_revoke, page)
    yield "exchange-07-history", partial(_history, window, made.force)
    yield "exchange-08-custody", partial(press, window, "1 bundle brought this save")
    _page(window)
    yield "exchange-09-settled", partial(_settle, window, page)
    yield "exchange-10-undone", partial(_undo, window, page)
    yield "exchange-11-again-from-a-day", partial(page.out.choice.setCurrentIndex, SINCE)
    yield "exchange-12-withdrawals", partial(page.take_in, _withdrawing(made))
    yield "exchange-13-withdrawals-wait", page.plan.apply.click


def _withdrawing(made: Troubles) -> list[Path]:
    """Let Sector East send some meetings and then withdraw all of them at once."""
    views = [saved(made.east, "meeting", title=f"Day {day}", started_at=made.at()) for day in range(9)]
    made.carry(made.east, made.force, since_start=True)
    for view in views:
        records.withdraw(made.east, view.id, "written twice")
    return [made.bundle(made.east, made.force)]


def twin_views(window: Window, chosen: Chosen, made: Troubles) -> Iterator[View]:
    """Yield what the battalion sees, whose laptop was copied, once its headquarters told it."""
    page = _page(window)
    yield "exchange-20-twin", page.reload
    yield "exchange-21-twin-waiting", partial(page.tabs.setCurrentIndex, TABS.index("Waiting"))


def _page(window: Window) -> ExchangePage:
    frame = window.frame
    if frame is None:
        raise SystemExit("The logbook did not open.")
    frame.show_page("exchange")
    page = frame.pages["exchange"]
    assert isinstance(page, ExchangePage)
    return page


def _request(folder: Path) -> Path:
    desk, request = request_to_join(
        folder / "new laptop", unit_name="Sector West", level="sector", officer="Maj P. Lindqvist",
        passphrase=PASSPHRASE, out=folder / "west.request", cost=CHEAP,
    )  # fmt: skip
    desk.close()
    return request


def _admit(page: ExchangePage) -> None:
    page.tabs.setCurrentIndex(TABS.index("Roster"))
    page.roster.choose()


def _scroll_down(page: ExchangePage) -> None:
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())


def _revoke(page: ExchangePage) -> None:
    page.roster.admission.put_away()
    page.roster.table.selectRow(1)
    page.roster.revoke.click()


def _settle(window: Window, page: ExchangePage) -> None:
    page.tabs.setCurrentIndex(TABS.index("Waiting"))
    press(window, "Take in both sides of")


def _undo(window: Window, page: ExchangePage) -> None:
    page.tabs.setCurrentIndex(TABS.index("Journal"))
    press(window, "Take the last import out")


def _history(window: Window, desk: Desk) -> None:
    row = next(one for one in records.page(desk, "meeting", limit=10) if "Patrol" in one.title)
    if window.frame is not None:
        window.frame.open_record("meeting", row.id)


def press(window: QWidget, name: str) -> None:
    """Press the button of this name."""
    for one in window.findChildren(QAbstractButton):
        if one.isVisible() and one.accessibleName().startswith(name):
            one.click()
            return
    raise SystemExit(f"There is no button {name}.")
