"""Photos in reports: decoded by the child process, small enough for paper, a visible word where one cannot be shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from app.domain.photos import SHOWS
from app.reports.document import Picture
from app.reports.words import Words, counted
from app.services import photos
from app.services.desks import Desk
from app.services.photos import Print
from app.storage.errors import AttachmentMissingError
from app.storage.logbook import Logbook

EDGE = 640
"""Pixels of the longer side: about 200 to the inch at half the width of the page."""
KEPT = 32
"""Photos that are kept as they are printed for the next preview, about a tenth of a megabyte each."""
MOST = 24
"""Most photos of one report; more belong beside it."""

_KNOWN: WeakKeyDictionary[Logbook, dict[str, Print]] = WeakKeyDictionary()
PHOTOS = "attachments.photos"
"""What a report notes as told whose section of photos shows none of the other files."""


def is_picture(file: Mapping[str, Any]) -> bool:
    """Return whether an attached file says that it is a picture."""
    return str(file.get("media") or "").startswith("image/")


def pictures(
    desk: Desk, files: Sequence[tuple[str, Mapping[str, Any]]], words: Words, most: int = MOST
) -> tuple[Picture, ...]:
    """Return photos as they are printed, each with its caption: what it belongs to, and what it shows.

    Where there are more than `most`, a frame at the end says how many.
    """
    found = [(whose, file) for whose, file in files if is_picture(file)]
    wanted = found[:most]
    held, prints = _seen(desk, sorted({str(file["sha256"]) for _, file in wanted}))
    made = []
    for whose, file in wanted:
        digest, name = str(file["sha256"]), str(file.get("name") or "")
        seen = prints.get(digest)
        if seen is not None:
            made.append(Picture(_caption(words, whose, file), (seen.width, seen.height), seen.jpeg))
            continue
        why = words.picture_absent if digest not in held else words.picture_damaged
        said = words.no_picture.format(name=name, why=why)
        made.append(Picture(_caption(words, whose, file), why=said))
    if len(found) > most:
        made.append(Picture("", why=counted(len(found) - most, words.picture_more, words.pictures_more)))
    return tuple(made)


def before_and_after(files: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the pictures of a work: each before beside its after, for two share a row; then during, then the rest."""
    order = {code: place for place, (code, _) in enumerate(SHOWS)}
    found = [file for file in files if is_picture(file)]
    before, after = ([file for file in found if file.get("shows") == code] for code in ("before", "after"))
    pairs = [file for pair in zip(before, after, strict=False) for file in pair]
    rest = [file for file in found if file not in pairs]
    return pairs + sorted(rest, key=lambda file: order.get(str(file.get("shows")), 9))


def _seen(desk: Desk, digests: Sequence[str]) -> tuple[set[str], dict[str, Print]]:
    """Return which photos are here, and how they are printed; those seen a moment ago are not decoded again.

    A preview is made after every pause in writing, and a photo under its digest never changes.
    """
    known = _KNOWN.setdefault(desk.logbook, {})
    contents = _held(desk, [one for one in digests if one not in known])
    made = photos.printed(contents, EDGE) if contents else {}
    known.update({one: seen for one, seen in made.items() if seen is not None})
    prints = {one: known[one] for one in digests if one in known}
    for old in list(known)[: max(0, len(known) - KEPT)]:
        del known[old]
    return prints.keys() | contents.keys(), prints


def _held(desk: Desk, digests: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of those of the photos that are here, in a fixed order."""
    found: dict[str, bytes] = {}
    with desk.logbook.reading() as reader:
        for digest in sorted(digests):
            with contextlib.suppress(AttachmentMissingError):
                found[digest] = reader.attachment_bytes(digest)
    return found


def _caption(words: Words, whose: str, file: Mapping[str, Any]) -> str:
    shows = words.said(dict(SHOWS).get(str(file.get("shows") or ""), ""))
    parts = (shows, str(file.get("caption") or ""), whose)
    return " · ".join(part for part in parts if part)
