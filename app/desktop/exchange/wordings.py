"""Wordings: what exchange says: outcomes, counts and peers as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from app.desktop.words import many, near_day, size, tr
from app.domain.kinds import KINDS
from app.domain.levels import LEVEL_LABELS
from app.services.views import Exported, FileOutcome, Outgoing, Reason

PATTERN = "Bundles (*.liaison.age *.liaison)"
MOST_NAMES = 4
OUTCOMES = {
    "applied": ("will be applied", "good"),
    "nothing-new": ("nothing new in it", "info"),
    "held": ("will be kept and tried again", "wait"),
    "refused": ("will be refused", "bad"),
}
DONE = {
    "applied": ("applied", "good"),
    "nothing-new": ("nothing new", "info"),
    "held": ("kept for now", "wait"),
    "refused": ("refused", "bad"),
    "undone": ("taken out again", "wait"),
    "discarded": ("thrown away", "wait"),
}


HEADINGS = {
    "held:unknown-signer": "Somebody who is in no roster",
    "held:gap": "Kept until what is missing comes",
    "held:newer-schema": "A bundle of a newer app",
    "held:mass-withdrawal": "A bundle that would withdraw or empty very many records",
}


ALERTS = {
    "behind-anchor": (
        "This logbook is older than it was",
        "An old copy of its folder was put back: what was written here since then is not in it. Write nothing more in "
        "it. Restore the newest backup instead (first screen, Restore a backup), which begins anew without "
        "contradicting what was sent; if there is none, call Force HQ.",
    ),
    "restored": (
        "This logbook was restored from a backup",
        "What was written after the backup, and sent, comes back by itself with the next bundles. Until the first one "
        "is in, nobody can be admitted or let go here.",
    ),
    "twin": (
        "A second laptop writes as this unit",
        "This logbook was copied, or is the copy. Both may go on and nothing is lost, but agree which laptop your unit "
        "keeps; the other one asks to join anew. Your headquarters sees both sides and settles it.",
    ),
    "dropped": (
        "The roster left a unit out",
        "Nothing that it wrote counts any more. The tab Roster names it: ask the headquarters that admitted it. Force "
        "HQ settles it there: it retires or revokes the laptop, or admits it again.",
    ),
    "shared-post": (
        "Two laptops speak for one unit",
        "The tab Roster names them. Agree which one the unit keeps, and retire or revoke the other, unless a second "
        "desk is meant.",
    ),
    "foreign-claim": (
        "A headquarters speaks for a unit that is not its own",
        "That does not count. The tab Roster names both: tell Force HQ.",
    ),
    "several-settings": (
        "There is more than one record of mission settings",
        "Only one of them counts, the same on every laptop, and not by its date. Force HQ keeps one and withdraws the "
        "others.",
    ),
}
"""Heading and words of each alert; what to do stands in the words."""


def outcome_words(outcome: str, *, planned: bool) -> tuple[str, str]:
    """Return the words and the tone of an outcome of the bundle format, before or after it happened."""
    words, tone = (OUTCOMES if planned else DONE).get(outcome, (outcome, "info"))
    return tr(words), tone


def heading_words(reasons: Sequence[Reason]) -> str:
    """Return the heading of a kept bundle: what its first reason is about."""
    code = reasons[0].code if reasons else ""
    return tr(HEADINGS.get(code, "A bundle that is kept aside"))


def counts_words(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Say what comes in per kind: `3 meetings added, 1 changed · 2 QIPs added`."""
    parts = []
    for kind, figures in counts.items():
        known = KINDS.get(kind)
        plural = tr(known.plural) if known else kind
        said = ", ".join(f"{count} {tr(what.replace('_', ' '))}" for what, count in figures.items() if count)
        if said:
            parts.append(f"{plural}: {said}")
    return " · ".join(parts)


def plan_words(outcome: FileOutcome, now: datetime) -> str:
    """Say who made a bundle and when, how large it is, whose words are in it and how many photos."""
    made = outcome.maker if outcome.maker_unit else tr("somebody who is in no roster")
    parts = [tr("made by {who}", who=made)]
    if outcome.created_at:
        parts.append(day_words(outcome.created_at, now))
    parts.append(size(outcome.size))
    if outcome.signers:
        parts.append(tr("signed by {names}", names=_names(sorted(set(outcome.signers)))))
    if outcome.attachments:
        parts.append(many(outcome.attachments, "photo or file", "photos and files"))
    return " · ".join(parts)


def _names(names: Sequence[str]) -> str:
    """Say some names; of many the first ones and how many more."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown if more <= 0 else tr("{names} and {count} more", names=shown, count=more)


def outgoing_words(found: Outgoing, *, request: bool) -> str:
    """Say what would go into a bundle, and about how large it is."""
    about, files = size(found.bytes), many(found.parts, "file", "files")
    if request:
        return tr("Goes: what you have and what you miss, no records; about {size}.", size=about)
    if not found.changes and not found.photos:
        return tr("Goes: nothing new, only what you have and what you miss; about {size}.", size=about)
    what = tr(
        "{changes} in {records}", changes=many(found.changes, "change", "changes"),
        records=many(found.records, "record", "records"),
    )  # fmt: skip
    photos = [many(found.photos, "photo or file", "photos and files")] if found.photos else []
    said = ", ".join((what, *photos))
    return tr("Goes: {what}; about {size} in {files}.", what=said, size=about, files=files)


def exported_words(done: Exported) -> str:
    """Say what was written and what to do with it."""
    what = many(done.revisions, "change", "changes")
    files = many(done.parts, "file", "files")
    return tr(
        "Wrote {name} ({size}): {what} in {files}. Carry it to them; they take it in under Exchange.",
        name=done.path.name, size=size(done.bytes), what=what, files=files,
    )  # fmt: skip


def applied_words(outcomes: Iterable[FileOutcome]) -> tuple[str, str]:
    """Say in one sentence what became of the files, and its tone."""
    found = list(outcomes)
    figures = [
        (many(count, "file", "files"), DONE.get(name, (name, "info")))
        for name in dict.fromkeys(one.outcome for one in found)
        if (count := sum(1 for one in found if one.outcome == name))
    ]
    conflicts = sum(one.conflicts for one in found)
    words = ", ".join(f"{files} {tr(word)}" for files, (word, _) in figures)
    asking = [one for one in found if one.lacks]
    if asking and len(asking) == len(found):
        return _asking_words(asking), "wait"
    if conflicts:
        clashes = many(conflicts, "field is", "fields are")
        words = tr("{words}. {clashes} in conflict: choose under Conflicts", words=words, clashes=clashes)
    tones = {tone for _, (_, tone) in figures}
    tone = next((one for one in ("bad", "wait") if one in tones), "wait" if conflicts else "good")
    return words + ".", tone


def _asking_words(asking: Sequence[FileOutcome]) -> str:
    """Say who asked for what: bundles that bring nothing and tell that their maker lacks something."""
    said = ", ".join(
        tr("{who} lacks {changes}", who=one.maker, changes=many(one.lacks, "change", "changes"))
        for one in asking
    )
    return tr("{who}. Write them a bundle under Out.", who=said)


def day_words(moment: str | None, now: datetime) -> str:
    """Say when something happened: `today 14:05`, `Tue 18 Nov 09:00`, or never."""
    if not moment:
        return tr("never")
    local = datetime.fromisoformat(moment).astimezone(now.tzinfo)
    return f"{near_day(local.date(), now.date())} {local:%H:%M}"


def bundle_name(own: str, other: str, today: date) -> str:
    """Suggest a file name: from, to and the day."""
    return f"{_part(own)}-to-{_part(other)}-{today:%Y%m%d}.liaison.age"


def _part(name: str) -> str:
    return "-".join(name.lower().split()).replace("/", "-") or "logbook"


def level_words(level: str) -> str:
    """Return the name of a level of the chain of command."""
    return next((tr(words) for known, words in LEVEL_LABELS.items() if known == level), level)


def file_name(file: str) -> str:
    """Return the last part of a path."""
    return Path(file).name
