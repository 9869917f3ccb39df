"""Builds the vectors: run as `python -m tests.vectors.build`; fixed keys and times give the same bytes each time.

Each vector is a bundle and a JSON file of the same name that says what a logbook holds beforehand and what must
come of it. Encrypted files differ each time they are made, so one that is there is left as it is.
"""

import json
from pathlib import Path
from typing import Any

from tests.sync.scene import MISSION, SCHEMA, Held
from tests.vectors.cases import Vector
from tests.vectors.container_cases import container_cases
from tests.vectors.content_cases import content_cases
from tests.vectors.outcome_cases import outcome_cases

FOLDER = Path(__file__).parent / "files"


def vectors() -> list[Vector]:
    """Return every vector, in the order of their names."""
    found = [*outcome_cases(), *container_cases(), *content_cases()]
    names = [vector.name for vector in found]
    if len(names) != len(set(names)):
        raise ValueError("two vectors have one name")
    return sorted(found, key=lambda vector: vector.name)


def description(vector: Vector) -> str:
    """Return the text of the JSON file beside a vector."""
    body: dict[str, Any] = {
        "description": vector.description,
        "outcome": vector.outcome,
        "codes": list(vector.codes),
        "holdings": _holdings(vector.held),
    }
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def _holdings(held: Held) -> dict[str, Any]:
    return {
        "node": held.node,
        "identity": held.identity,
        "mission": held.mission and MISSION,
        "root": held.root,
        "schema": SCHEMA,
        "rosters": [{"json": data.decode(), "sig": signature.decode()} for data, signature in held.rosters],
        "changesets": {
            str(stream): {str(seq): sorted(digests) for seq, digests in places.items()}
            for stream, places in held.changesets.items()
        },
        "revisions": sorted(held.revisions),
        "attachments": sorted(held.attachments),
        "wants": sorted(held.wanted),
    }


def main() -> None:
    """Write every vector; remove files of vectors that are no more."""
    FOLDER.mkdir(exist_ok=True)
    kept = set()
    for vector in vectors():
        path = FOLDER / vector.file
        kept |= {path, path.with_suffix(".json")}
        if not (vector.is_random and path.exists()):
            path.write_bytes(vector.data)
        path.with_suffix(".json").write_text(description(vector), "utf-8")
    for path in set(FOLDER.iterdir()) - kept:
        path.unlink()


if __name__ == "__main__":
    main()
