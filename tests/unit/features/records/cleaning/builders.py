"""Columns to clean, and words as a mapping has them."""

from features.records.cleaning.cells import clean
from features.records.cleaning.fix import Fix
from features.records.contract import CONTRACT, table
from features.records.schema import Column

COLUMNS: dict[str, Column] = {
    "person": table("persons").column("person_id"),
    "name": table("persons").column("name"),
    "sex": table("persons").column("sex"),
    "born": table("persons").column("birth_date"),
    "relation": table("persons").column("relation_to_head"),
    "region": table("persons").column("region_code"),
    "phone": table("persons").column("phone"),
    "grade": table("persons").column("disability_grade"),
    "ends": table("holdings").column("end_on"),
    "area": table("holdings").column("area_m2"),
    "plate": table("holdings").column("asset_id"),
    "kind": table("holdings").column("kind"),
    "month": table("payments").column("month"),
    "paid": table("payments").column("amount"),
    "income": table("households").column("declared_monthly_income"),
    "outcome": table("decisions").column("outcome"),
    "cost": table("medical_costs").column("own_expense"),
    "year": table("medical_costs").column("year"),
    "covered": table("members").column("covered"),
    "seen": table("observations").column("value"),
}
ALL_COLUMNS = sorted({column for each in CONTRACT for column in each.columns}, key=repr)
WORDS = {
    "男": "M",
    "女": "F",
    "是": "true",
    "否": "false",
    "长期": "",
    "户主": "head",
    "01": "head",
    "二级": "2",
    "同意": "granted",
}


def cleaned(column: str, written: str, *, epoch_1904: bool = False, factor: float = 1.0) -> Fix | None:
    """Clean a cell of one of the columns above."""
    return clean(COLUMNS[column], written, word=WORDS.get, epoch_1904=epoch_1904, factor=factor)
