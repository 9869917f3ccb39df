"""Wordings: what exchange says: outcomes, counts and peers as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from app.desktop.words import many, near_day, size, tr
from app.domain.kinds import KINDS
from app.domain.levels import LEVEL_LABELS
from app.services.views import Exported, FileOutcome, Peer, Reason

OUTCOMES = {
    "applied": ("will be applied", "good"),
    "nothing-new": ("nothing new in it", "info"),
    "held": ("will be kept and tried again", "wait"),
    "refused": ("will be refused", "bad"),
}
DONE = {
    "applied": ("applied", "good"),
    "nothing-new": ("nothing new", "info"),
    "held": ("kept, waits", "wait"),
    "refused": ("refused", "bad"),
}


HEADINGS = {
    "held:unknown-signer": "Somebody who is in no roster yet",
    "held:gap": "A bundle that came too early",
    "held:newer-schema": "A bundle of a newer app",
    "held:mass-withdrawal": "A bundle that would withdraw very many records",
}


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


def plan_words(outcome: FileOutcome) -> str:
    """Say who made a bundle and when, how large it is and what it carries beyond records."""
    made = outcome.maker_unit or outcome.maker[:12] or tr("an unknown maker")
    parts = [tr("made by {who}", who=made)]
    if outcome.created_at:
        parts.append(outcome.created_at[:16].replace("T", " "))
    parts.append(size(outcome.size))
    if outcome.signers:
        parts.append(many(len(outcome.signers), "signer", "signers"))
    if outcome.attachments:
        parts.append(many(outcome.attachments, "photo or file", "photos and files"))
    return " · ".join(parts)


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
    if conflicts:
        clashes = many(conflicts, "field is", "fields are")
        words = tr("{words}. {clashes} in conflict: choose under Conflicts", words=words, clashes=clashes)
    tones = {tone for _, (_, tone) in figures}
    tone = next((one for one in ("bad", "wait") if one in tones), "wait" if conflicts else "good")
    return words + ".", tone


def peer_words(peer: Peer) -> str:
    """Say what a peer has of what we hold."""
    if peer.lacks:
        what = many(peer.lacks, "set of changes", "sets of changes")
        return tr("{what} not confirmed yet", what=what)
    return tr("has everything") if peer.has else tr("nothing known yet")


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
