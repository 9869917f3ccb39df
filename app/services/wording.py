"""Wording: the sentences that people read for faults, reasons and errors (what happened, what was kept, what to do)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.faults import Fault
from app.services.errors import RecordRefusedError, ServiceError, UnknownKindError
from app.services.views import Gap, Reason
from app.sync.errors import BundleError

FAULTS: Mapping[str, str] = {
    "required": "This is needed.",
    "unknown_field": "There is no such field in this kind; see the list of kinds for the names.",
    "unknown_kind": "There is no such kind of record; see the list of kinds.",
    "names_source": "{field}: this may name a protected source, and it leaves this laptop. "
    "Write the function in place of the name.",
    "read_only": "This is given by the logbook and cannot be set.",
    "not_json": "This line is not a JSON object with \"kind\" and \"fields\".",
    "not_text": "Write plain text here.",
    "too_long": "This is too long: {length} where {max} is the limit; shorten it, or attach it as a file.",
    "not_a_whole_number": "Write a whole number.",
    "out_of_range": "Write a number from {min} to {max}.",
    "not_yes_or_no": "Write yes or no.",
    "not_a_choice": "{value} is not one of the choices: {choices}.",
    "not_a_state": "There is no such state.",
    "not_a_reference": "Name a record by its id, or as @ and its serial.",
    "unknown_record": "There is no record {value} in this logbook; check the id or serial, or write that record first.",
    "wrong_kind": "{value} is not of the kind that belongs here.",
    "not_a_list": "Write a list here.",
    "too_many": "{length} are too many; {max} is the limit.",
    "not_a_row": "Line {row} of this list is not a set of named values.",
    "not_a_file": "An attached file needs its digest and name.",
    "not_money": "Write an amount and a currency, such as 24500.00 USD.",
    "not_a_currency": "{value} is not a currency; write three letters, such as USD.",
    "not_an_amount": "Write an amount in figures, such as 24500.00.",
    "finer_than_cents": "Write no more than two decimals.",
    "negative": "Write an amount that is not below zero.",
    "not_a_moment": "Write a time such as 2026-11-21T16:00+02:00, or a group such as 211400ZNOV26.",
    "no_offset": "Add the offset of the local time, such as +02:00, or Z for UTC.",
    "no_such_moment": "There is no such day or time; check the figures.",
    "not_a_date": "Write a date as year-month-day, such as 2026-11-21.",
    "no_such_date": "There is no such day; check the figures.",
    "not_a_point": "Write a position such as 4.85939, 31.57125, or MGRS such as 36N UL 41567 37288.",
    "outside_the_world": "Latitude runs to 90 and longitude to 180; are the two the wrong way round?",
    "not_mgrs": "There is no such MGRS square; check the zone letters and that the figures are even in number.",
    "not_beneficiaries": "Write a total, or counts by sex and age.",
    "total_below_cells": "The total of {total} is below the {counted} counted by sex and age.",
    "not_a_count": "Write a count that is a whole number from zero.",
    "before_start": "This is before the start; correct one of the two.",
    "twice": "One of these stands there twice; keep one line of each.",
    "emergency_reason": "Say what the emergency prevents: loss of life, serious injury or great loss of property.",
    "not_decided": "This is carried out and nobody approved it: mark it an emergency and say what it prevents.",
    "no_such_vocabulary": "Line {line}: the app has no list of words called {value}; see the manual for their names.",
    "no_such_word": "Line {line}: this list has no word {value}; see the manual for the words of each list.",
    "decided_by_the_logbook": "The logbook keeps this itself; write now to decide anew on what stands here.",
    "no_decision_here": "There is no decision to take anew in this state; take the step that decides.",
    "decision_stale": "Decided on the version of {day}; {changed} changed since. It needs a new decision first.",
    "local_committee_sits": "A local review committee sits in this mission: submit it there first.",
    "above_sector_limit": "A sector may approve up to {limit} here; send it on to Force HQ.",
    "serial_clash": "Two laptops gave the number {value} to different records; name the one you mean by its id.",
    "expired": "This is past its date; assess the place again.",
    "double_hatted": "Also holds an intelligence or information post; partners will not trust both. Name another.",
    "near_limit": "{days} days to the time limit; finish, or tell Force HQ in time why not.",
    "past_limit": "{days} days past the time limit; tell Force HQ why, and when it will be finished.",
    "training_expired": "A training has expired; enter the new one or arrange it.",
    "not_hundred": "The tranches add up to {sum} percent and must make 100; correct their shares.",
    "score_without_remark": "Each score needs a remark; write why it was given.",
    "other_currency": "One of these amounts is not in {currency}, the currency of the allotment.",
    "above_allotment": "The quotas add up to more than the allotment; lower a quota or raise the allotment.",
    "above_ceiling": "The cost is above the ceiling; lower it, or let Force HQ grant this project a higher one.",
    "above_usual_ceiling": "The cost is above what may be approved without a ceiling that Force HQ granted (default).",
    "beyond_usual_time": "It lasts longer than {days} days, which nobody may approve unless Force HQ grants more.",
    "no_such_step": "A record cannot go from {source} to {target}; possible next: {possible}.",
    "level_too_low": "Only {who} may set this; leave it as it is and send the record up.",
    "unknown_node": "The newest rosters do not name this logbook, so it has no rights; ask the headquarters above.",
    "off_branch": "This record is for another branch of the chain of command.",
    "not_yours": "Only {who} and those above may change this; tell them, or write a record of your own.",
    "only_raised": "A marking may be raised here; only the owner of the record lowers it.",
    "terminal_state": "This is closed, and only the level that closed it may open it again.",
    "state_contested": "Two decide differently here; only a level that may decide both ways settles it.",
    "decision_unproven": "What was decided on is not what stands here; open the record again and decide on that.",
    "would_not_hold": "With this the record would not be true to its state any more.",
    "foreign": "This belongs to no record of its kind, author and scope.",
    "disregarded": "Whoever wrote this does not count any more.",
    "gate_missing": "Before this step, fill in: {missing}.",
    "must_hold_first": "It cannot be {state} like this: {answers}. Leave it before that state, or set it aside.",
    "must_hold_back": "It could no longer be {state}: {answers}. Take it to {ways} in the same save, with a reason.",
    "must_hold_closed": "It could not have been {state}: {answers}. It is closed; write that in a new record.",
    "names_victim": "{field} speaks of violence and seems to name somebody. Take the name out; pass on the reference.",
    "does_not_hold": "It is {state}, and what must be true there is not: {answers}. Take it back, or set it aside.",
    "rules_contradict": "A humanitarian request comes under the rules for a humanitarian actor alone; correct one.",
    "at_birth": "This is said of a record when it is first entered, and never later.",
    "reason_required": "This step needs a reason.",
    "not_a_reach": "Write laptop, up or branch.",
    "not_a_unit": "Write a unit path such as fhq/east.",
    "scope_not_yours": "This logbook may not write to {unit}.",
    "scope_fixed": "This record has been sent; who it is for can no longer change. Continue it as a new record.",
    "itself": "A record cannot name itself here; name another one.",
    "protected_source": "A protected source stays on this laptop; release the person first.",
    "changed_meanwhile": "This changed while you were writing.",
    "issued": "This report has been issued and cannot change; write a correction.",
    "too_large": "This record is larger than a record may be; move some text into a file.",
    "unfit": "A value does not have the form that its field needs.",
    "too_many_saves": "This record was saved {most} times, more than a record may be; continue it in a new one.",
    "newer_field": "A newer version of the app wrote this field. It is kept; update the app to change it.",
    "other_kind": "The record of this id is a {kind}.",
    "no_such_record": "There is no record of this id. A new record gets its id from the logbook.",
}  # fmt: skip

GATES: Mapping[str, str] = {
    "first_tranche_paid": "first disbursement or a paid tranche",
    "all_tranches_paid": "the day each tranche was paid",
    "certificate": "hand-over certificate",
    "final_report": "final report",
    "reconciled": "money reconciled",
    "photos": "photos before and after",
    "evaluation": "evaluation",
    "by_right": "an approval, or that it is an emergency and what it prevents",
    "rules_known": "by which rules the request is judged",
    "para_9": "a yes to each test of policy para 9",
    "para_10": "for a humanitarian actor a yes to each test of policy para 10",
    "principles": "for a humanitarian actor all six operating principles",
    "harmless": "an effect on neutrality and safety that is not harmful",
    "escort_criteria": "the kind of support, and for a humanitarian escort the four criteria and a plan to stop",
    "due_diligence": "for a security force the three answers of human rights due diligence, with what they rest on",
    "coordination_written": "with whom it was coordinated",
    "advice_given": "the advice to the commander",
    "unit_tasked": "the unit tasked",
    "coordinated": "who was asked, and that no objection of OCHA, a cluster lead or the DSRSG/RC/HC stands",
    "proposal": "title, place, cost, confidence objective and implementing partner",
    "scored": "a score for each of the nine selection criteria",
    "within_ceiling": "a cost within the ceiling and in its currency",
    "within_time": "a start and an end within the time limit",
    "contributor_consent": "whether the troop contributor's consent is needed, and its day where it is",
    "administration": "that the chief administrative officer was consulted",
    "emergency": "that it is an emergency, and what it prevents",
    "hand_over": "which civilian actor takes over, or what is missing for that",
}
"""What is missing where a gate of a workflow does not open, as a list of words in a sentence."""

REASONS: Mapping[str, str] = {
    "held:unknown-signer": "Made by a node that no roster names yet. It is kept and tried again when a roster comes.",
    "held:gap": "Something before it is missing. What came is kept and applied when the rest arrives; ask for it.",
    "held:mass-withdrawal": "It would withdraw or empty many records; it waits until a person has looked and agreed.",
    "held:newer-schema": "Made by a newer version of the app. Nothing is lost; update the app.",
    "refused:not-a-bundle": "This is not a bundle. Nothing was changed; ask for the file again.",
    "refused:malformed": "The bundle is not in the form it must have. Nothing of it was taken; ask for it again.",
    "refused:too-large": "The bundle is larger than a bundle may be. Nothing of it was taken.",
    "refused:bad-signature": "A signature does not hold: the bundle was damaged or forged. Nothing of it was taken.",
    "refused:digest-mismatch": "A part does not match its digest: it was damaged or changed on the way.",
    "refused:wrong-mission": "This belongs to another mission. Nothing was changed.",
    "refused:not-for-you": "This was not addressed to this logbook. Nothing was changed.",
    "refused:not-allowed": "Its writer had no right to say this. It was not applied.",
    "refused:fork": "Two histories of one name: a laptop was copied. It stops here until a headquarters settles it.",
    "refused:revoked": "Made by a node that has been retired or revoked. It was not applied.",
    "refused:no-room": "Too much waits here already. It was not kept: keep the file, and import it again later.",
    "refused:cannot-decrypt": "It is encrypted to somebody else. Nothing was changed.",
}  # fmt: skip


def unknown_words(records: int) -> str:
    """Say that part of what came can only be shown by a newer version of the app."""
    of = "Of one record" if records == 1 else f"Of {records:,} records"
    return f"{of} a newer version of the app wrote something more: kept and passed on, shown after an update."


OPENING: Mapping[str, str] = {
    "logbook-behind-anchor": "This logbook is older than it was: an old copy was put back. Restore a backup instead.",
    "restored": "This logbook was restored from a backup. What was sent since comes back with the next bundles.",
    "anchor-missing": "The file anchor.json is missing, so an old copy put back could not be told. Run a check.",
    "anchor-damaged": "The file anchor.json is damaged, so an old copy put back could not be told. Run a check.",
    "anchor-unwritten": "What was saved is safe, but the file anchor.json could not be written. See to the disk.",
    "attachments-lost": "The attached files are lost; the records are whole. Restore a backup to get the files back.",
    "read-only": "This logbook can only be read here. Copy the folder to a disk you may write to.",
}
"""What a logbook found worth a warning when it was opened, by code."""


REFUSED: Mapping[str, str] = {
    "level_too_low": "Who wrote it may not set this.",
    "unknown_node": "No roster names who wrote it.",
    "off_branch": "Who wrote it is not on the branch of this record.",
    "not_yours": "Only the post that began the record, and those above, may set this.",
    "unknown_field": "This kind of record has no such field.",
    "issued": "The report was issued and cannot change.",
    "at_birth": "This is said when a record is begun and not later.",
    "only_raised": "Only the owner of the record lowers its marking.",
    "terminal_state": "What is closed is left only by the level that closed it.",
    "decision_unproven": "It does not say what was decided on as it stood.",
    "decision_stale": "What was decided on had changed.",
    "not_decided": "Nobody had decided it.",
    "state_contested": "Two decide differently; only who may decide both ways settles it.",
    "would_not_hold": "The record would not be true to its state.",
    "foreign": "It is none of this record's own: another beginning, kind or scope.",
    "disregarded": "What its writer said no longer counts.",
}
"""Why what is kept is not applied, for the history."""


def refusal_words(code: str) -> str:
    """Return the sentence of why something is kept and not applied."""
    return REFUSED.get(code, REFUSED["level_too_low"])


def fault_words(fault: Fault) -> str:
    """Return the sentence of one fault, with its row and column where it lies inside a list."""
    template = FAULTS.get(fault.code, "This value cannot be used.")
    try:
        words = template.format(**fault.params)
    except (KeyError, IndexError):
        words = template
    row, column = fault.params.get("row"), fault.params.get("column")
    return f"Line {row}, {column}: {words}" if row and column else words


def reason_words(reason: Reason) -> str:
    """Return the sentence of one outcome of a bundle: whom it is about where that is known, and its detail."""
    words = REASONS.get(reason.code, "The bundle was not applied.")
    if reason.unit_name:
        words = f"{reason.unit_name}: {words}"
    return f"{words} ({reason.detail})" if reason.detail else words


def gap_words(gap: Gap) -> str:
    """Say for a person what is missing: of whom, which numbers, and who has it where that is known."""
    holder = f"; {gap.maker_name} has it" if gap.maker_name else ""
    return f"Missing of {gap.unit_name or gap.stream}: {gap.first} to {gap.last}{holder}"


def sentence(error: BaseException | Fault) -> str:
    """Return one plain sentence for any fault or error of the product; never a traceback or a field's content."""
    if isinstance(error, Fault):
        return fault_words(error)
    if isinstance(error, RecordRefusedError):
        listed = "; ".join(f"{fault.field}: {fault_words(fault)}" for fault in error.faults[:3])
        return f"The record was not saved, and what you typed is kept. {listed}"
    if isinstance(error, UnknownKindError):
        return f"There is no kind of record called {error}. See the list of kinds."
    if isinstance(error, ServiceError):
        return str(error)
    if isinstance(error, BundleError):
        return f"{error.code}: {reason_words(Reason(code=error.code, detail=error.detail))}"
    return _outer(error)


def _outer(error: BaseException) -> str:
    """Return the sentence that an error of a lower layer carries in its docstring, or a general one."""
    return _LOWER.get(type(error).__name__) or (
        f"Something went wrong inside the program ({type(error).__name__}); nothing was half-written. "
        "Try again, and report it if it stays."
    )


_LOWER: dict[str, str] = {
    "NotALogbookError": "What lies there is no logbook of this app. It was not touched; check the path.",
    "PassphraseRefusedError": "This passphrase cannot be used: it is empty or far too long. Choose another.",
    "LogbookReadOnlyError": "This logbook can only be read here. Copy it to a place you may write to.",
    "StorageFailedError": "The disk did not take or give what it should. Nothing was half-written; check the medium.",
    "MigrationFailedError": "The logbook could not be brought up to date. It is as it was; a backup was kept.",
    "BackupDamagedError": "The backup is damaged or is none. Nothing was restored; try another one.",
    "OldLibraryError": "The database library of this program is too old to be safe. Install the program again.",
    "UnknownFieldError": "There is no such field to sort or filter by in this kind. See the list of kinds.",
    "ServerUnreachableError": "The shared store cannot be reached. Check the address and the network.",
    "BackupElsewhereError": "A shared store is backed up where its server runs. Ask whoever keeps the server.",
    "AttachmentMissingError": "The file has not arrived yet; it is asked for with the next bundle.",
    "StateClashError": "Something else was saved under the same number meanwhile. Nothing was changed; try again.",
    "WrongPassphraseError": "The passphrase does not open this logbook. Nothing was changed; try again.",
    "LogbookMissingError": "There is no logbook at that place. Check the folder.",
    "LogbookExistsError": "There is something at that place already; nothing was overwritten. Name a new folder.",
    "LogbookDamagedError": "The logbook is damaged and was not opened or changed. Restore it from a backup.",
    "LogbookNewerError": "The logbook was written by a newer version of the app. Nothing was changed; update the app.",
    "LogbookBusyError": "Another program is writing to this logbook. Nothing was changed; wait and try again.",
    "StorageFullError": "The disk is full. Nothing was half-written; free some space and try again.",
    "KeySlotsDamagedError": "The key files of this logbook are damaged. The records are untouched; restore a backup.",
    "ForeignSchemaError": "This file is not a logbook of this app, or was tampered with. It was not touched.",
    "MalformedRosterError": "The roster is damaged or is none. Nothing was checked with it; ask for the file again.",
    "NewerRosterError": "The roster was written by a newer version of the app. Update the app.",
    "RosterNotAllowedError": "The roster vouches for units that are not its issuer's. Nothing was checked with it.",
    "AssetMissingError": "A part of the program is missing. Install it again; your logbooks are untouched.",
    "PermissionError": "The folder or file cannot be written. Nothing was changed; choose another place.",
    "FileNotFoundError": "A file or folder is not there. Nothing was changed; check the path.",
    "IsADirectoryError": "A folder stands where a file is needed. Nothing was changed; check the path.",
    "NotADirectoryError": "A file stands where a folder is needed. Nothing was changed; check the path.",
    "FileExistsError": "There is something at that place already; nothing was overwritten.",
}  # fmt: skip
