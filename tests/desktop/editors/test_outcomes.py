"""The rules that follow from who asks stand in the form as soon as the requester is chosen, before a save."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.domain.support_requests import DILIGENCE, PARA10
from app.services.views import RecordView

Open = Callable[..., RecordEditor]
Write = Callable[..., RecordView]


def hidden(editor: RecordEditor) -> tuple[bool, bool]:
    assert editor.form is not None
    return editor.form.cards[PARA10].isHidden(), editor.form.cards[DILIGENCE].isHidden()


def test_the_rules_follow_the_requester_while_it_is_chosen(
    qtbot: QtBot, open_editor: Open, write: Write
) -> None:
    army = write("organisation", name="Army liaison", type="security_force")
    aid = write("organisation", name="Water for all", type="international_ngo")
    editor = open_editor("support_request")
    form = editor.form
    assert form is not None
    assert hidden(editor) == (True, True)
    form.put("requester", army.id)
    qtbot.waitUntil(lambda: form.values.raw("rule_set") == "security_force")
    assert hidden(editor) == (True, False)
    form.put("requester", aid.id)
    qtbot.waitUntil(lambda: form.values.raw("rule_set") == "humanitarian")
    assert hidden(editor) == (False, True)
    form.put("requester", None)
    qtbot.waitUntil(lambda: form.values.raw("rule_set") is None)
    assert hidden(editor) == (True, True)
    assert editor.record_id is None


def test_what_a_person_chose_stays(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    army = write("organisation", name="Army liaison", type="security_force")
    editor = open_editor("support_request", requester=army.id)
    form = editor.form
    assert form is not None
    qtbot.waitUntil(lambda: form.values.raw("rule_set") == "security_force")
    form.put("rule_set", "national_authority")
    form.put("humanitarian", False)
    editor.context.ask(lambda desk: None, done=lambda _: form.put("title", "asked"), owner=editor)
    qtbot.waitUntil(lambda: form.values.raw("title") == "asked")
    assert form.values.raw("rule_set") == "national_authority"
