"""Protected traits of the scored households, for the audit of fairness alone: nothing here may reach a score.

A trait is told for the household that is judged: sex, age and ethnic group of who applied, and how the household lives.
What is not on record is missing, never taken for the ordinary.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from features.declare import Words
from features.dossier import Dossier

__all__ = ["TRAITS", "Trait", "trait_frame"]

GROWN_UP: Final = 18
ELDERLY: Final = 60
HAN: Final = ("han", "汉", "汉族", "01", "1", "ha")
"""Ways to write the Han: contract, word, and the number and letters of GB/T 3304."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One protected trait.

    Parameters
    ----------
    name : str
        Column of :func:`trait_frame`.
    words : Words
        What it is called.
    groups : dict of str to Words
        Its groups; the first is the one that the others are held against where there are two.
    meaning : Words
        How a household's group is found.
    """

    name: str
    words: Words
    groups: dict[str, Words]
    meaning: Words


TRAITS: Final[tuple[Trait, ...]] = (
    Trait(
        "ethnicity",
        Words("民族", "ethnic group"),
        {"han": Words("汉族", "Han"), "minority": Words("少数民族", "minority")},
        Words("申请人的民族", "of the applicant"),
    ),
    Trait(
        "disability",
        Words("残疾", "disability"),
        {"none": Words("无残疾成员", "nobody disabled"), "any": Words("有残疾成员", "somebody disabled")},
        Words(
            "在世成员中有无残疾证（任一等级）；提供残疾等级一列而某人为空的，视为无残疾",
            "whether a living member has a grade of disability; nobody's grade is not known where the column is given",
        ),
    ),
    Trait(
        "sex",
        Words("申请人性别", "sex of the applicant"),
        {"M": Words("男", "men"), "F": Words("女", "women")},
        Words("申请人的性别", "of the applicant"),
    ),
    Trait(
        "age_band",
        Words("申请人年龄段", "age of the applicant"),
        {
            "18_59": Words("18至59岁", "18 to 59"),
            "under_18": Words("不满18岁", "under 18"),
            "60_plus": Words("60岁及以上", "60 and older"),
        },
        Words("申请人截至统计日的周岁", "completed years of the applicant on the day"),
    ),
    Trait(
        "single_parent",
        Words("单亲家庭", "single parent"),
        {"no": Words("非单亲", "others"), "yes": Words("单亲", "single parents")},
        Words(
            "在世成员中仅一名成年人，且其为至少一名未成年成员的父或母",
            "one living adult member alone, who is the parent of a minor member",
        ),
    ),
    Trait(
        "elderly_alone",
        Words("老人独居", "elderly living alone"),
        {"no": Words("其他", "others"), "yes": Words("独居老人", "elderly alone")},
        Words("仅一名在世成员，且年满60岁", "one living member alone, 60 or older"),
    ),
    Trait(
        "rural",
        Words("城乡", "town and country"),
        {"urban": Words("城镇", "urban"), "rural": Words("农村", "rural")},
        Words(
            "按所在行政区划；区划未注明的，按申请人户口，再按救助类别",
            "as the division says; else the applicant's registration; else the scheme",
        ),
    ),
)
"""Every trait that is looked at, in the order in which it is told."""


def trait_frame(dossier: Dossier) -> pd.DataFrame:
    """Return the traits of the scored households on the day.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``household_id`` in the order of ``dossier.households``; one categorical column for each of
        `TRAITS`, its categories the trait's groups in their order, missing where it is not known.
    """
    known = dossier.known
    if not known.has("persons", "disability_grade"):
        disability = "NULL"
    else:
        disability = "CASE WHEN disabled > 0 THEN 'any' WHEN on_record > 0 THEN 'none' END"
    frame = dossier.frame(_traits(disability, kin=known.has("kinship") or known.has("persons", "relation_to_head")))
    frame = frame.set_index("household_id").reindex(dossier.households.index)
    return pd.DataFrame(
        {trait.name: pd.Categorical(frame[trait.name], categories=list(trait.groups)) for trait in TRAITS},
        index=frame.index,
    )


def _traits(disability: str, *, kin: bool) -> str:
    """Return the SQL of the traits, one row a household."""
    alone = "adults = 1 AND minors > 0"
    single = f"CASE WHEN unknown_ages > 0 THEN NULL WHEN NOT ({alone}) THEN 'no' ELSE {_parent(kin=kin)} END"
    han = ", ".join(f"'{word}'" for word in HAN)
    return f"""
        WITH {_people()}
        SELECT
            s.household_id,
            CASE WHEN p.ethnicity IS NULL THEN NULL WHEN lower(trim(p.ethnicity)) IN ({han}) THEN 'han'
                ELSE 'minority' END AS ethnicity,
            {disability} AS disability,
            p.sex,
            CASE WHEN {_age("p.birth_date")} < {GROWN_UP} THEN 'under_18'
                WHEN {_age("p.birth_date")} < {ELDERLY} THEN '18_59'
                WHEN p.birth_date IS NOT NULL THEN '60_plus' END AS age_band,
            {single} AS single_parent,
            CASE WHEN living > 1 OR youngest < {ELDERLY} THEN 'no' WHEN youngest >= {ELDERLY} THEN 'yes' END
                AS elderly_alone,
            coalesce(
                CASE WHEN r.urban THEN 'urban' WHEN NOT r.urban THEN 'rural' END,
                p.hukou,
                CASE s.scheme WHEN 'urban_dibao' THEN 'urban' WHEN 'rural_dibao' THEN 'rural' END
            ) AS rural
        FROM scored AS s
        LEFT JOIN applicants AS p USING (household_id)
        LEFT JOIN homes USING (household_id)
        LEFT JOIN parents USING (household_id)
        LEFT JOIN places AS r USING (region_code)
    """


def _parent(*, kin: bool) -> str:
    """Return the SQL of whether the only adult is a parent; not known without kinship, or of somebody without kin."""
    return "CASE WHEN parent THEN 'yes' WHEN NOT parent THEN 'no' END" if kin else "NULL"


def _people() -> str:
    """Return the SQL of the living members and what they make of each household."""
    return f"""
        people AS MATERIALIZED (
            SELECT
                m.household_id, m.person_id, {_age("m.birth_date")} AS age,
                p.person_id IS NOT NULL AS on_record, p.disability_grade IS NOT NULL AS disabled
            FROM scored_members AS m
            LEFT JOIN (
                SELECT person_id, min(disability_grade) AS disability_grade FROM persons GROUP BY person_id
            ) AS p USING (person_id)
            WHERE m.death_date IS NULL
        ),
        applicants AS (
            SELECT s.household_id, sex, birth_date, ethnicity, hukou
            FROM scored AS s
            JOIN persons AS p ON p.person_id = s.applicant_id
        ),
        homes AS (
            SELECT
                household_id, count(*) AS living, count(*) FILTER (age IS NULL) AS unknown_ages, min(age) AS youngest,
                count(*) FILTER (age >= {GROWN_UP}) AS adults, count(*) FILTER (age < {GROWN_UP}) AS minors,
                count(*) FILTER (on_record) AS on_record, count(*) FILTER (disabled) AS disabled
            FROM people
            GROUP BY household_id
        ),
        parents AS (
            SELECT adult.household_id, bool_or(kin.relation = 'child') AS parent
            FROM people AS adult
            JOIN people AS minor ON minor.household_id = adult.household_id AND minor.age < {GROWN_UP}
            JOIN kin ON kin.a = adult.person_id AND kin.b = minor.person_id
            WHERE adult.age >= {GROWN_UP}
            GROUP BY adult.household_id
        ),
        places AS (SELECT region_code, any_value(urban) AS urban FROM regions GROUP BY region_code)
    """


def _age(born: str) -> str:
    return f"date_sub('year', {born}, $as_of)"
