"""`forks` and `settle`: two laptops with one identity, listed, settled by Force HQ, and gone from the list."""

import shutil
from pathlib import Path

from app.cli.codes import FAILED
from tests.cli.conftest import organisation
from tests.cli.exchanging import carry
from tests.cli.running import Program, is_one_sentence
from tests.cli.test_exchange import Put


def test_a_clone_is_listed_and_settled(program: Program, mission: Path, put: Put) -> None:
    put(mission / "unit", organisation("Before"))
    carry(program, mission, "unit", "sector")
    shutil.copytree(mission / "unit", mission / "twin")
    for name in ("unit", "twin"):
        put(mission / name, organisation(f"From {name}"))
        carry(program, mission, name, "sector")
    carry(program, mission, "sector", "force")
    force = mission / "force"
    (fork,) = program("forks", "--logbook", force, "--json").json
    assert (fork["unit_name"], fork["seq"], fork["may_settle"]) == ("INDBATT-1", 2, True)
    listed = program("forks", "--logbook", force)
    assert fork["branches"][0]["digest"] in listed.out
    assert "kept aside" in listed.out
    assert "two laptops write as INDBATT-1" in listed.out
    refused = program("settle", fork["stream"], "--accept", "0" * 64, "--logbook", force)
    assert refused.code == FAILED
    assert is_one_sentence(refused.err)
    settled = program("settle", fork["stream"], "--logbook", force, "--json")
    assert (settled.code, len(settled.json["accept"])) == (0, 2)
    assert program("forks", "--logbook", force).out == "No stream has two histories.\n"
    names = {
        one["fields"]["name"] for one in program("list", "organisation", "--logbook", force, "--json").json
    }
    assert names == {"Before", "From unit", "From twin"}
    again = program("settle", fork["stream"], "--logbook", force)
    assert again.code == FAILED
    assert is_one_sentence(again.err)


def test_nobody_but_a_headquarters_settles(program: Program, mission: Path) -> None:
    assert program("forks", "--logbook", mission / "unit", "--json").json == []
    answer = program("settle", "nonsense", "--logbook", mission / "unit")
    assert answer.code == FAILED
    assert is_one_sentence(answer.err)
