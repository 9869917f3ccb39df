"""List layouts are kept in the logbook, by kind."""

import pytest

from app.services import list_layouts
from app.services.desks import Desk
from app.services.views import ListLayout, SavedFilter
from tests.services.missions import Mission

LATE = SavedFilter(name="Late", chips={"due": "yes"}, order=("due", False))


@pytest.fixture
def desk(mission: Mission) -> Desk:
    return mission.unit


def test_columns_and_filters_are_kept_by_kind(desk: Desk) -> None:
    list_layouts.keep_columns(desk, "follow_up", ("due", "what"))
    list_layouts.keep_filter(desk, "follow_up", LATE)
    assert list_layouts.layout(desk, "follow_up") == ListLayout(columns=("due", "what"), saved=(LATE,))
    assert list_layouts.layout(desk, "meeting") == ListLayout()


def test_a_filter_of_the_same_name_is_replaced_renamed_and_dropped(desk: Desk) -> None:
    list_layouts.keep_filter(desk, "qip", LATE)
    list_layouts.keep_filter(desk, "qip", SavedFilter(name=" Late ", words="road"))
    list_layouts.keep_filter(desk, "qip", SavedFilter(name="Other"))
    kept = list_layouts.rename_filter(desk, "qip", "Late", "Other")
    assert [(one.name, one.words) for one in kept.saved] == [("Other", "road")]
    assert list_layouts.drop_filter(desk, "qip", "Other").saved == ()


def test_what_cannot_be_read_counts_as_nothing(desk: Desk) -> None:
    with desk.logbook.writing() as writer:
        writer.set_setting("list.qip", {"columns": 7})
    assert list_layouts.layout(desk, "qip") == ListLayout()
    assert list_layouts.keep_columns(desk, "qip", ("title",)).columns == ("title",)
