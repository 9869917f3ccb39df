"""FORMAT.md: its examples are what the program makes, its reasons and limits what the program knows."""

import inspect
import re

from app.domain import revisions
from app.sync import changesets, envelope, errors, members
from tests.sync.format_examples import PAGE, examples, in_page


def test_examples_are_what_the_program_makes() -> None:
    assert in_page() == examples()


def test_every_reason_is_explained() -> None:
    codes = {one.code for _, one in inspect.getmembers(errors, inspect.isclass) if hasattr(one, "code")}
    explained = set(re.findall(r"^\| `((?:held|refused):[a-z-]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert explained == codes


def test_limits_are_as_written() -> None:
    text = " ".join(PAGE.read_text("utf-8").split("## 10. Limits")[1].split("##")[0].split())
    mebi = 2**20
    for said, meant in (
        (f"Members {members.MAX_MEMBERS:,}", 60_000),
        (f"a signature {members.MAX_SIGNATURE // 1024} KiB", 1),
        (f"a name {members.MAX_NAME} bytes", 256),
        (f"a revision {revisions.MAX_LINE // 1024} KiB", 256),
        (f"a text {revisions.MAX_TEXT // 1024} KiB", 64),
        (f"{revisions.MAX_SAVES:,} revisions of one record", 5_000),
        (f"a roster {members.MAX_ROSTER // mebi} MiB", 4),
        (f"a changeset {members.MAX_CHANGESET // mebi} MiB and {changesets.MAX_REVISIONS:,} revisions", 64),
        (f"the manifest {members.MAX_MANIFEST // mebi} MiB", 16),
        (f"an attachment {members.MAX_ATTACHMENT // mebi} MiB", 50),
        (f"signatures together {members.MAX_TEXTS // mebi} MiB", 128),
        (f"a deflated member {members.MAX_RATIO} times", 200),
    ):
        assert said in text
        assert f"{meant:,}" in said
    assert f"at most {envelope.MAX_HEADER // 1024} KiB and {envelope.MAX_STANZAS} stanzas" in PAGE.read_text(
        "utf-8"
    )
