"""Residents and where they live: persons, their ties and registers, addresses, divisions, officials."""

from features.records.columns import ADDRESS, REGION, RELATIONS, boolean, choice, day, person, text
from features.records.schema import Column, Table, Type

__all__ = ["ADDRESSES", "KINSHIP", "OFFICIALS", "PERSONS", "REGIONS", "REGISTER_MOVES"]

PERSONS = Table(
    name="persons",
    row="a registered resident",
    columns=(
        text("person_id", required=True),
        text("name"),
        choice("sex", "M", "F"),
        day("birth_date"),
        day("death_date"),
        text("register_id"),
        text("relation_to_head"),
        text("address_id", ADDRESS),
        text("region_code", REGION),
        text("phone"),
        choice("hukou", "urban", "rural"),
        text("ethnicity"),
        Column("disability_grade", Type.INTEGER, choices=("1", "2", "3", "4")),
    ),
    key=("person_id",),
    unique=True,
    known_from="birth_date",
)

KINSHIP = Table(
    name="kinship",
    row="a known tie",
    columns=(
        person(),
        person("relative_id"),
        choice("relation", *RELATIONS, required=True),
        day("start_on"),
        day("end_on"),
        text("source"),
    ),
    key=("person_id", "relative_id", "relation"),
    optional=True,
    known_from="start_on",
)

REGISTER_MOVES = Table(
    name="register_moves",
    row="a move between registers",
    columns=(
        person(),
        day("moved_on", required=True),
        text("from_register_id"),
        text("to_register_id"),
        choice("kind", "split", "merge", "move"),
    ),
    key=("person_id", "moved_on"),
    optional=True,
    known_from="moved_on",
)

ADDRESSES = Table(
    name="addresses",
    row="an address",
    columns=(text("address_id", required=True), text("region_code", REGION), text("text"), text("kind")),
    key=("address_id",),
    optional=True,
    unique=True,
)

REGIONS = Table(
    name="regions",
    row="a division",
    columns=(
        text("region_code", required=True),
        text("name"),
        text("parent_code", REGION),
        choice("level", "village", "township", "county", "city"),
        boolean("urban"),
    ),
    key=("region_code",),
    optional=True,
    unique=True,
)

OFFICIALS = Table(
    name="officials",
    row="one term of office",
    columns=(
        person(),
        text("post", required=True),
        text("organisation"),
        text("region_code", REGION),
        day("start_on"),
        day("end_on"),
    ),
    key=("person_id", "post", "start_on"),
    known_from="start_on",
)
