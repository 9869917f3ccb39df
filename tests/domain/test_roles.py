"""Roles: what fields are of their record, declared with them."""

from app.domain.fields import Field, FieldType
from app.domain.kinds import ALL, KINDS
from app.domain.roles import Role

TYPES = {
    Role.NAME: {FieldType.TEXT},
    Role.FUNCTION: {FieldType.TEXT},
    Role.PERSON: {FieldType.TEXT, FieldType.LONG},
    Role.OFFICER: {FieldType.TEXT},
    Role.TELEPHONE: {FieldType.TEXT},
    Role.MAIL: {FieldType.TEXT},
    Role.POSITION: {FieldType.POINT},
    Role.CODE: {FieldType.TEXT},
    Role.OTHER_NAMES: {FieldType.TEXTS},
    Role.DAY: {FieldType.DATE, FieldType.MOMENT},
    Role.DUE: {FieldType.DATE, FieldType.MOMENT},
}


def every_field() -> list[tuple[str, Field]]:
    found = [(kind.kind, one) for kind in ALL for one in kind.__fields__.values()]
    return found + [(kind, column) for kind, one in found for column in one.columns]


def test_a_role_fits_the_type_of_its_field() -> None:
    for kind, one in every_field():
        assert one.role is Role.NONE or one.type in TYPES[one.role], (kind, one.name)


def test_every_position_is_one() -> None:
    for kind, one in every_field():
        assert (one.type is FieldType.POINT) == (one.role is Role.POSITION), (kind, one.name)


def test_a_record_has_one_name_one_day_and_one_due_day() -> None:
    for kind in ALL:
        roles = [one.role for one in kind.__fields__.values()]
        for role in (Role.NAME, Role.DAY, Role.DUE, Role.FUNCTION, Role.OTHER_NAMES):
            assert roles.count(role) <= 1, (kind.kind, role)


def test_people_and_codes_are_named_as_such() -> None:
    assert KINDS["person"].__fields__["name"].role is Role.NAME
    assert KINDS["officer"].__fields__["name"].role is Role.NAME
    assert KINDS["follow_up"].__fields__["owner"].role is Role.PERSON
    for kind in ALL:
        assert kind.__fields__["serial"].role is Role.CODE
