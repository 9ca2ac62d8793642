"""Signs of need and what speaks against it: one table of points, with the words and what to check with whom (F24).

Nothing here feeds suspicion.  Disability, age and living alone count here because the law gives them weight in favour
of those who have them.
"""

from dataclasses import dataclass
from typing import Final, Literal

from features.declare import Words
from features.records.store import Known

__all__ = ["SIGNS", "Sign", "signs_off"]

BANK_CHECK: Final = Words("经授权向银行核对。", "Ask the bank, with written consent.")
HEALTH_CHECK: Final = Words(
    "向医保、卫健部门核实诊断和自付费用。", "Verify diagnosis and own expense with medical insurance."
)
HOLDING_NEEDS: Final = ("holdings",)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of need, or one thing that speaks against it.

    Parameters
    ----------
    name : str
        What facts are kept under.
    points : int
        What it adds to the rank, once a household however often it is found; negative: it speaks against need.
    kind : {"hardship", "further", "against"}
        A hardship is enough to list somebody who never asked; what is further only adds to one; against: see `points`.
    needs : tuple of str
        Tables or ``table.column`` without which it cannot be looked for; of alternatives (``a|b``) one is enough.
    words : Words
        What is told; ``{since}``, ``{people}``, ``{amount}`` and ``{line}`` are filled in.
    check : Words
        What to check with whom.
    """

    name: str
    points: int
    kind: Literal["hardship", "further", "against"]
    needs: tuple[str, ...]
    words: Words
    check: Words


SIGNS: Final[tuple[Sign, ...]] = (
    Sign(
        "orphan",
        4,
        "hardship",
        ("persons.birth_date", "persons.death_date", "kinship|persons.relation_to_head"),
        Words("未成年人{people}人，父母均已死亡", "{people} minor(s) both of whose parents are dead"),
        Words(
            "向儿童主任和未成年人保护部门核实监护与孤儿保障。",
            "Ask the children's officer about guardian and orphan's aid.",
        ),
    ),
    Sign(
        "serious_illness",
        3,
        "hardship",
        ("conditions",),
        Words("重病{people}人{since}", "{people} seriously ill{since}"),
        HEALTH_CHECK,
    ),
    Sign(
        "unable_to_work",
        3,
        "hardship",
        ("conditions",),
        Words("丧失劳动能力{people}人{since}", "{people} unable to work{since}"),
        Words("查劳动能力鉴定。", "See the assessment of the ability to work."),
    ),
    Sign(
        "severe_disability",
        3,
        "hardship",
        ("persons.disability_grade",),
        Words("一、二级残疾{people}人", "{people} severely disabled (grade 1 or 2)"),
        Words(
            "向残联核实残疾证，可否按单人保办理。",
            "Verify the certificate; see whether one member can be covered alone.",
        ),
    ),
    Sign(
        "medical_costs",
        2,
        "hardship",
        ("medical_costs",),
        Words(
            "自付医疗费每月约{amount:.0f}元，人均达标准一半以上",
            "own medical expense of about {amount:.0f} yuan a month, half the line a head or more",
        ),
        HEALTH_CHECK,
    ),
    Sign(
        "income_below_line",
        2,
        "further",
        ("households.declared_monthly_income|incomes",),
        Words(
            "已知人均月收入{amount:.0f}元，低于标准{line:.0f}元",
            "known income of {amount:.0f} yuan a head and month, below the line of {line:.0f}",
        ),
        Words("入户核对全部收入来源。", "Visit and ask about every source of income."),
    ),
    Sign(
        "income_below_half",
        2,
        "further",
        ("households.declared_monthly_income|incomes",),
        Words("已知人均月收入不足标准的一半", "known income below half the line"),
        Words("", ""),
    ),
    Sign(
        "elder_alone",
        2,
        "further",
        ("persons.birth_date", "kinship|persons.relation_to_head"),
        Words(
            "六十岁以上独居，有亲属记录而无在世子女",
            "sixty or older and alone: kin are on record, no living child among them",
        ),
        Words(
            "核实赡养人，可否按特困供养办理。", "Ask who owes support; see whether support for the destitute applies."
        ),
    ),
    Sign(
        "chronic_illness",
        1,
        "further",
        ("conditions",),
        Words("慢性病{people}人{since}", "{people} chronically ill{since}"),
        HEALTH_CHECK,
    ),
    Sign(
        "overdue",
        1,
        "further",
        ("decisions",),
        Words(
            "受理后{amount:.0f}天仍无决定，超过办理时限",
            "no decision {amount:.0f} days after acceptance, beyond the limit",
        ),
        Words("向镇街民政办催办并了解原因。", "Ask the township why it is not decided."),
    ),
    Sign(
        "public_payroll",
        -4,
        "against",
        ("incomes",),
        Words("有成员由财政供养", "a member is on a public payroll"),
        Words("向财政、人社部门核对。", "Ask the finance and labour bureaus."),
    ),
    Sign(
        "vehicle",
        -4,
        "against",
        HOLDING_NEEDS,
        Words("名下有机动车", "a motor vehicle"),
        Words("向公安交管部门核实车辆状态。", "Ask the traffic police for the vehicle's state."),
    ),
    Sign(
        "second_home",
        -4,
        "against",
        HOLDING_NEEDS,
        Words("住房超过允许套数", "more homes than are allowed"),
        Words("看现房是否可住。", "See whether the houses can be lived in."),
    ),
    Sign(
        "business",
        -4,
        "against",
        HOLDING_NEEDS,
        Words("名下有存续企业", "an active business"),
        Words("核实企业是否经营、是否被冒名。", "See whether it trades, and whether it is theirs."),
    ),
    Sign(
        "savings",
        -4,
        "against",
        ("holdings.value",),
        Words("金融资产约{amount:.0f}元，超过限额", "financial assets of about {amount:.0f} yuan, above the limit"),
        BANK_CHECK,
    ),
)
"""Every sign, in the order in which a household's reasons are told."""


def signs_off(known: Known) -> dict[str, tuple[str, ...]]:
    """Return the signs that could not be looked for, and the tables or columns that they lack.

    Parameters
    ----------
    known : Known
        What was known on the day.

    Returns
    -------
    dict of str to tuple of str
        By name of the sign, in the order of `SIGNS`; empty where the delivery has everything.
    """
    lacking = {
        sign.name: tuple(
            need for need in sign.needs if not any(known.has(*either.split(".")) for either in need.split("|"))
        )
        for sign in SIGNS
    }
    return {name: needs for name, needs in lacking.items() if needs}
