"""Progress: the newest visit drives percent physical and spent of its project."""

from app.services import progress, records
from tests.services.missions import Mission, changed, saved


def test_the_newest_visit_drives_both_figures(mission: Mission) -> None:
    qip = saved(mission.unit, "qip", percent_done=5, percent_spent=0)
    project = saved(mission.unit, "project", percent_done=15)
    first = saved(
        mission.unit, "visit", project=qip.id, date="2026-11-02", percent_physical=40, percent_spent=30
    )
    saved(mission.unit, "visit", project=qip.id, date="2026-10-01", percent_physical=10, percent_spent=80)
    later = saved(
        mission.unit, "visit", project=qip.id, date="2026-11-19", percent_physical=60, next_visit="2026-12-01"
    )
    found = progress.progress_of(mission.unit, [qip.id, project.id, "unknown"])
    assert found[qip.id] == progress.Progress(
        physical=60, physical_visit=later.id, spent=30, spent_visit=first.id,
        visited_on="2026-11-19", next_visit="2026-12-01",
    )  # fmt: skip
    assert found[project.id] == progress.Progress(physical=15)
    assert set(found) == {qip.id, project.id}


def test_of_two_visits_on_a_day_the_one_written_last_counts_and_a_withdrawn_one_never(
    mission: Mission,
) -> None:
    qip = saved(mission.unit, "qip")
    one = saved(mission.unit, "visit", project=qip.id, date="2026-11-02", percent_physical=40)
    saved(mission.unit, "visit", project=qip.id, date="2026-11-02", percent_physical=50)
    assert progress.progress_of(mission.unit, [qip.id])[qip.id].physical == 50
    changed(mission.unit, one, percent_physical=45)
    assert progress.progress_of(mission.unit, [qip.id])[qip.id].physical == 45
    saved(
        mission.unit, "visit", project=qip.id, date="2026-11-05", percent_physical=99, withdrawn="Wrong place"
    )
    assert progress.progress_of(mission.unit, [qip.id])[qip.id].physical == 45


def test_lists_show_what_the_newest_visit_saw(mission: Mission) -> None:
    qip = saved(mission.unit, "qip", percent_done=10)
    saved(mission.unit, "qip", title="Never visited", percent_done=5)
    saved(mission.unit, "visit", project=qip.id, date="2026-11-01", percent_physical=40)
    saved(mission.unit, "visit", project=qip.id, date="2026-11-09", percent_physical=60)
    shown = {view.title: view.built for view in records.page(mission.unit, "qip")}
    assert shown == {"Borehole": 60, "Never visited": 5}
    assert records.show(mission.unit, qip.id).fields["percent_done"] == 10
