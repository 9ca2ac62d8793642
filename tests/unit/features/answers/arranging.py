"""What can be done to the household H of the village, or around it."""

from collections.abc import Callable

from tests.town import Town

Arrange = Callable[[Town], object]


def decided(**cells: object) -> Arrange:
    return lambda town: town.rows["decisions"][0].update(cells)


def both(*arrangements: Arrange) -> Arrange:
    return lambda town: [arrange(town) for arrange in arrangements]


def neighbours(number: int, item: str, seen: float) -> Arrange:
    def arrange(town: Town) -> None:
        for place in range(number):
            town.person(f"N{place}").aided(f"HN{place}", f"N{place}")
            town.add(
                "observations",
                household_id=f"HN{place}",
                item=item,
                value=seen,
                direction="up",
                observed_on="2024-05-01",
            )

    return arrange


def other_home(**cells: object) -> Arrange:
    return lambda town: town.person("Q1").aided("H2", "Q1", **cells)


def without_payments(town: Town) -> None:
    del town.rows["payments"]


def more_homes(number: int, **cells: object) -> Arrange:
    return both(*(lambda town, n=n: town.person(f"M{n}").aided(f"HM{n}", f"M{n}", **cells) for n in range(number)))


def pay(household: str, account: str, holder: str, role: str = "other") -> Arrange:
    return lambda town: town.add(
        "payments",
        household_id=household,
        month="2025-11",
        amount=350,
        account_id=account,
        account_holder_id=holder,
        holder_role=role,
        kind="regular",
    )


def own(kind: str, **cells: object) -> Arrange:
    given = {
        "person_id": "P1",
        "kind": kind,
        "value": 0,
        "start_on": "2020-01-01",
        "end_on": None,
        "asset_id": "X1",
        "status": "active",
    }
    return lambda town: town.add("holdings", **(given | cells))


def earn(amount: float, kind: str = "wage", start: str = "2023-03-01", end: str | None = None) -> Arrange:
    return lambda town: town.add(
        "incomes", person_id="P1", kind=kind, monthly_amount=amount, start_on=start, end_on=end
    )


def refused(**household: object) -> Arrange:
    """Refuse a household of one."""
    return lambda town: town.person("Q1").aided(
        "R", "Q1", household=household, outcome="refused", monthly_amount=None, category=None, last_reviewed_on=None
    )
