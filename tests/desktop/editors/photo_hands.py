"""What the tests of photos share: the field in a window of its own, and photos that another session stored."""

from typing import Any

from app.domain.kinds import fields_of
from app.services import photos
from app.services.desks import Desk
from tests.pictures import making

FIELD = fields_of("visit")["attachments"]


def saved_file(desk: Desk, content: bytes | None = None, **facts: Any) -> dict[str, Any]:
    """Store a photo as another session did and return its wire form."""
    made = photos.prepare(photos.Source("pump.jpg", lambda: content or making.photo()))
    return photos.store(desk, made) | facts
