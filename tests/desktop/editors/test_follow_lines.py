"""Follow lines: promises and requests typed in a meeting become records with it, or nothing is saved."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.follow_lines import FollowLines
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"


def follows_of(editor: RecordEditor) -> FollowLines:
    assert editor.parts is not None
    assert editor.parts.follows is not None
    return editor.parts.follows


def test_what_was_promised_and_asked_is_saved_with_a_new_meeting(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    ocha = write("organisation", name="OCHA Bor")
    editor = open_editor("meeting", started_at=START, organisations=[ocha.id])
    type_text(qtbot, editor, "title", "Coordination with OCHA")
    follows = follows_of(editor)
    for sort, what, due in (
        ("us", "Send the state of the road", "2026-11-25"), ("them", "List of convoys", None),
        ("request", "Escort for the vaccination team", "2026-12-03"),
    ):  # fmt: skip
        follows.buttons[sort].click()
        line = follows.lines[-1]
        line.widgets["what"].set_raw(what)
        line.widgets["due"].set_raw(due)
    meeting = saved_by_key(qtbot, editor)
    promises = {view.fields["owed_by"]: view for view in records.page(desk, "follow_up")}
    (request,) = records.page(desk, "support_request")
    assert promises["us"].fields["due"] == "2026-11-25"
    assert promises["us"].fields["owner"] == "Maj A. Diallo"
    assert promises["them"].fields["counterpart"] == ocha.id
    assert (request.title, request.state) == ("Escort for the vaccination team", "received")
    assert request.fields["requester"] == ocha.id
    assert {view.fields["source"] for view in (*promises.values(), request)} == {meeting}
    assert follows.lines == []
    assert not editor.dirty


def test_a_line_that_cannot_be_read_is_told_beside_it_and_nothing_is_saved(
    qtbot: QtBot, open_editor: Open, desk: Desk
) -> None:
    editor = open_editor("meeting", started_at=START, title="Talks")
    follows = follows_of(editor)
    follows.add("us", {"what": "Send the list"})
    follows.add("them", {"what": "Open the road", "due": "2026-13-01"})
    with qtbot.waitSignal(editor.refused):
        editor.save()
    assert [bool(line.fault.text()) for line in follows.lines] == [False, True]
    assert records.count(desk, "meeting") == records.count(desk, "follow_up") == 0
    follows.lines[1].widgets["due"].set_raw("2026-12-01")
    saved_by_key(qtbot, editor)
    assert sorted(view.serial[-4:] for view in records.page(desk, "follow_up")) == ["0001", "0002"]


def test_a_name_that_is_no_record_is_told_beside_its_line(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor("meeting", started_at=START, title="Talks")
    follows_of(editor).add("us", {"what": "Send the list", "counterpart": "somebody"})
    with qtbot.waitSignal(editor.refused):
        editor.save()
    assert "Choose a record" in follows_of(editor).lines[0].fault.text()


def test_lines_are_kept_in_the_draft(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    first = open_editor("meeting")
    line = follows_of(first).add("request")
    line.widgets["what"].set_raw("Ten tents")
    line.changed.emit()
    with qtbot.waitSignal(first.drafts.kept):
        first.close_editor()
    second = open_editor("meeting")
    second.notice.buttons[0].click()
    assert follows_of(second).raw() == [{"sort": "request", "what": "Ten tents"}]


def test_an_open_meeting_shows_what_came_of_it(open_editor: Open, write: Write) -> None:
    meeting = write("meeting", title="Talks", started_at=START)
    write("follow_up", what="Send the list", owed_by="us", source=meeting.id)
    editor = open_editor("meeting", meeting.id)
    words = [button.text() for button in follows_of(editor).findChildren(type(editor.save_button))]
    assert "Send the list" in words
