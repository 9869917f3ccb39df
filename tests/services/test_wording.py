"""Wording: every fault, reason and error of the product has a sentence that says what to do."""

import re
from pathlib import Path

import pytest

import app.domain
import app.services
from app.domain.faults import Fault, RecordRefusedError
from app.domain.kinds import ALL, UnknownKindError
from app.reports.french import sentences
from app.services import errors
from app.services.changes import Changes
from app.services.standing import RESTORED
from app.services.views import Reason
from app.services.wording import FAULTS, GATES, OPENING, REASONS, REFUSED, fault_words, reason_words, sentence
from app.storage import anchor
from app.storage.errors import WrongPassphraseError
from app.storage.logbook import ANCHOR_UNWRITTEN
from app.storage.logbooks import ATTACHMENTS_LOST, READ_ONLY
from app.sync.errors import MalformedError

SOURCES = [*Path(app.domain.__path__[0]).glob("*.py"), *Path(app.services.__path__[0]).glob("*.py")]
RAISED = re.compile(r'(?:Fault\("?[\w(),. ]+"?, |FaultyValueError\(|_UnresolvedError\()\s*"([a-z_]+)"')


def test_every_code_that_is_raised_has_words() -> None:
    found = {code for file in SOURCES for code in RAISED.findall(file.read_text("utf-8"))}
    assert len(found) > 40
    assert found <= FAULTS.keys()


def test_every_gate_has_words_and_no_words_are_left_over() -> None:
    flows = [kind.workflow for kind in ALL if kind.workflow]
    gates = {gate for flow in flows for step in flow.transitions for gate in step.gates}
    assert gates | {one.name for flow in flows for one in flow.invariants} == GATES.keys()


def test_sentences_begin_and_end() -> None:
    for words in [*FAULTS.values(), *REASONS.values(), *OPENING.values()]:
        assert words.endswith((".", "?"))
        assert words[0].isupper() or words[0] == "{"


def test_figures_are_filled_in() -> None:
    assert fault_words(Fault("x", "out_of_range", {"min": 1, "max": 5})) == "Write a number from 1 to 5."
    fault = Fault("x", "required", {"row": 2, "column": "name"})
    assert fault_words(fault) == "Line 2, name: This is needed."
    assert fault_words(Fault("x", "out_of_range")) == FAULTS["out_of_range"]
    assert fault_words(Fault("x", "of_a_newer_app")) == "This value cannot be used."
    assert fault_words(Fault("x", "not_a_row", {"row": 3})).startswith("Line 3")


def test_a_bundle_that_cannot_be_read_is_told_by_its_reason() -> None:
    words = sentence(MalformedError("the file is cut off"))
    assert words == f"refused:malformed: {REASONS['refused:malformed']} (the file is cut off)"


def test_every_warning_of_an_open_logbook_has_words() -> None:
    codes = {anchor.BEHIND, anchor.DAMAGED, anchor.MISSING, ANCHOR_UNWRITTEN, ATTACHMENTS_LOST, READ_ONLY}
    assert codes | {RESTORED} == OPENING.keys()


def test_reasons_keep_their_detail() -> None:
    assert reason_words(Reason(code="held:gap", detail="2 to 3 are missing")).endswith("(2 to 3 are missing)")
    assert reason_words(Reason(code="held:gap")) == REASONS["held:gap"]
    assert reason_words(Reason(code="refused:of-a-newer-app")) == "The bundle was not applied."


ERRORS = [
    error for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, errors.ServiceError)
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_of_a_use_case_is_a_sentence(error: type[errors.ServiceError]) -> None:
    names = re.findall(r"\{(\w+)\}", error.sentence)
    words = sentence(error(**dict.fromkeys(names, "XYZ")))
    assert words.endswith(".")
    assert "{" not in words
    assert words.count("XYZ") == len(names)


def test_other_errors_never_show_what_is_inside() -> None:
    assert "passphrase" in sentence(WrongPassphraseError())
    assert sentence(UnknownKindError("planet")).startswith("There is no kind of record called planet")
    assert sentence(Fault("x", "required")) == "This is needed."
    refused = RecordRefusedError((Fault("title", "required"), Fault("place", "required")))
    assert sentence(refused).endswith("title: This is needed.; place: This is needed.")
    assert "secret" not in sentence(ValueError("secret field text"))
    assert "ValueError" in sentence(ValueError("secret field text"))
    assert sentence(FileNotFoundError("x")).startswith("A file or folder is not there")


def test_changes_touch_kinds() -> None:
    changes = Changes.of("meeting", "a", "b")
    assert changes.ids == {"a", "b"}
    assert changes.touches(["place", "meeting"])
    assert not changes.touches(["place"])


FIGURES = re.compile(r"\{(\w+)\}")
OF_STEPS = {"gate_missing", "no_such_step", "reason_required", "local_committee_sits", "rules_contradict",
            "beyond_usual_time", "scope_not_yours", "read_only"}  # fmt: skip
"""The codes of steps and rule sets, beside those of rights and of what must hold."""


def test_every_refusal_of_the_rules_is_said_in_english_and_french() -> None:
    """What somebody may not set, decide or leave, and what must hold: each by its code, with the same figures."""
    french = sentences()
    of_rights = REFUSED.keys() & FAULTS.keys()
    assert of_rights == REFUSED.keys()
    of_holding = {
        code for code in FAULTS if code.startswith(("must_hold", "names_", "above_")) or "hold" in code
    }
    named = [*REFUSED.values()]
    named += [FAULTS[code] for code in of_rights | of_holding | OF_STEPS if code != "above_allotment"]
    for words in named:
        assert words in french, words
        assert set(FIGURES.findall(french[words])) == set(FIGURES.findall(words)), words
        assert french[words] != words
