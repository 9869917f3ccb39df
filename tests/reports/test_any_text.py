"""Any text in any field makes a readable report, the same one every time."""

import io
from datetime import UTC, datetime

import pypdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.content import (
    FollowUpRow,
    MeetingRow,
    PlannedRow,
    ProjectRow,
    QipRow,
    Signature,
    SitrepContent,
    SupportRow,
)
from app.reports.document import Narrative
from app.reports.sitrep import render

anything = st.text(max_size=40)
paragraphs = st.builds(Narrative, anything, anything, anything)
percent = st.none() | st.integers(-5, 200)
moments = st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        SitrepContent,
        mission=anything,
        unit=anything,
        serial=anything,
        period_start=moments,
        period_end=moments,
        as_of=moments,
        sender=anything,
        to=anything,
        kind=anything,
        info=anything,
        marking=anything,
        language=anything,
        corrects=anything,
        prepared=st.builds(Signature, anything, anything, st.none() | moments),
        key_points=st.tuples(anything, anything),
        liaison_summary=anything,
        meetings=st.tuples(
            st.builds(
                MeetingRow,
                start=moments,
                form=anything,
                counterparts=anything,
                outcome=anything,
                comment=anything,
            )
        ),
        support=st.tuples(
            st.builds(
                SupportRow,
                serial=anything,
                requester=anything,
                what=anything,
                state=anything,
                emergency=st.booleans(),
            )
        ),
        projects=st.tuples(
            st.builds(
                ProjectRow,
                serial=anything,
                title=anything,
                place=anything,
                state=anything,
                percent_done=percent,
            )
        ),
        qips=st.tuples(
            st.builds(
                QipRow,
                serial=anything,
                title=anything,
                place=anything,
                state=anything,
                percent_physical=percent,
                percent_spent=percent,
                days_to_limit=st.none() | st.integers(-9999, 9999),
                near_limit=st.booleans(),
                done=st.booleans(),
                cost_cents=st.none() | st.integers(-(10**15), 10**15),
                currency=anything,
            )
        ),
        follow_ups=st.tuples(
            st.builds(FollowUpRow, what=anything, ours=st.booleans(), owner=anything, counterpart=anything)
        ),
        civil_situation=paragraphs,
        decisions=st.tuples(anything),
        planned=st.tuples(st.builds(PlannedRow, when=st.none() | st.dates() | moments, what=anything)),
        distribution=st.tuples(anything),
    )
)
def test_any_text_anywhere_makes_a_readable_file(content: SitrepContent) -> None:
    data = render(content)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert len(reader.pages) >= 1
    assert render(content) == data
