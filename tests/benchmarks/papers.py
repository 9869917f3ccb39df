"""Long and short reports beside the bare PDF library, and beside two typesetters, on the same text in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from tests.benchmarks.running import kept, middle, say, work
from tests.benchmarks.table import Figure

PEERS = ("typst", "weasyprint")


def measure(repeats: int) -> Iterator[Figure]:
    """Make 500 entries on 110 to 160 pages, and the preview of a usual week, in turn with their peers."""
    say("reports")
    names = ("ours", "bare", *(peer for peer in PEERS if find_spec(peer)))
    runs = {name: [work(name, module="paper_work") for _ in range(repeats)] for name in names}
    seconds = {name: middle([run["seconds"] for run in found]) for name, found in runs.items()}
    pages = int(runs["ours"][0]["pages"])
    peers = [name for name in PEERS if name in names]
    for peer in peers or [""]:
        yield Figure(
            name=f"500 entries on {pages} pages to PDF", value=seconds["ours"], beside=seconds["bare"],
            beside_name=f"bare reportlab, {runs['bare'][0]['pages']} pages", wanted=1.3,
            peer=seconds.get(peer), peer_name=peer,
        )  # fmt: skip
    large = kept("large_logbook")
    preview = middle([work("sitrep", large)["again"] for _ in range(repeats)])
    page = middle([work("page", module="paper_work")["seconds"] for _ in range(repeats)])
    yield Figure(
        name="Preview of a usual weekly sitrep", value=preview, beside=page, beside_name="bare page", wanted=0.5,
        absolute=True,
    )  # fmt: skip
