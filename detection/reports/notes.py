"""What an inspector must know before reading the list: the words of the workbook's second sheet."""

from dataclasses import dataclass
from datetime import date

__all__ = ["ListNotes", "MissingFlag", "Note", "note_lines"]


@dataclass(frozen=True, slots=True)
class MissingFlag:
    """A red flag that could not be looked for, and why.

    Parameters
    ----------
    flag : str
        Catalogue code, alone or with its name.
    zh, en : str
        Why: as a rule the table that is missing.
    """

    flag: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ListNotes:
    """The facts of a scoring run that its list has to state.

    Parameters
    ----------
    as_of : date
        Day the list stands on; nothing dated later was used. Also the creation date of the file, so that it
        never depends on the clock.
    model : str
        Name and version of the model.
    scored : int
        Households that were scored.
    missing_flags : tuple of MissingFlag
        What could not be looked for in this data.
    revealed : bool
        Whether names and numbers are shown in full.
    lead : bool
        Whether these are the notes of the lead's copy, which has ranks and scores, or of the inspectors'.
    """

    as_of: date
    model: str
    scored: int
    missing_flags: tuple[MissingFlag, ...] = ()
    revealed: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the notes: a heading and the same words in both languages."""

    heading: str
    zh: str
    en: str


_STANDING = (
    Note(
        "这是什么\nWhat this is",
        "这是一份疑点名单，不是结论。上名单只说明值得先去看一看，不说明这户人家或任何干部有错。",
        "A list of leads, not of findings. To be on it means being worth a visit first; it does not mean "
        "that the household "
        "or any official did wrong.",
    ),
    Note(
        "亲属关系\nTies",
        "与干部是亲属不违规：困难的亲属同样有权享受救助。单有亲属关系不作为疑点加分。",
        "Being related to an official is no offence: a poor relative is entitled to aid. A tie alone adds nothing to a "
        "score.",
    ),
    Note(
        "由人决定\nA person decides",
        "每户都要由有名有姓的工作人员核查、认定并写明理由。任何款项不得仅凭本名单停发、核减或追回。"
        "核查时应当听取当事人说明，并告知其异议和申诉的途径。",
        "A named person checks each case, decides and writes down why. No payment may be stopped, cut or "
        "reclaimed because of "
        "this list alone. Hear the household, and tell it how to object and appeal.",
    ),
    Note(
        "先想可以排除的情形\nWhat would clear it",
        "先看“可以排除的情形”：低值或报废车辆、倒塌旧房、未经营或被冒名登记的企业、季节性收入、"
        "监护人代管银行卡、"
        "供养机构地址、渐退期等，都能合理解释疑点。",
        "Read “What would clear it” first: a scrapped or cheap vehicle, a collapsed house, a dormant "
        "firm or one registered "
        "without the person's knowledge, seasonal wages, a guardian's card, a welfare home's address, a "
        "gradual exit all "
        "explain a sign honestly.",
    ),
    Note(
        "涉及金额\nYuan at stake",
        "按已知资料估算，不是应追缴的数额；算法见“金额算法”一列。",
        "An estimate from what is known, not a sum to reclaim; the column “How the amount was reckoned” shows how.",
    ),
)

_INSPECTORS = (
    Note(
        "要点怎么读\nHow to read the points",
        "每户按关系、程序、资格、家庭、资金各列一条：资料中有疑点的写疑点，没有的写例行核对事项。例行核对事项只是复述登记情况，"
        "不表示有问题。名单不分先后，各村内的次序是打乱的。",
        "Each case has five points: tie, procedure, eligibility, household, money. Where the records show something it "
        "is told; where they show nothing there is a point that every inspection checks, which repeats what is on file "
        "and means nothing is wrong. The list has no order of suspicion; the cases of a village are shuffled.",
    ),
    Note(
        "随机抽取的户\nCases drawn at random",
        "名单中至少十分之一是随机抽取的，用来检验方法是否公平有效，不作标记。请对每一户同样认真，不要猜测来由。",
        "At least a tenth of the list is drawn at random, to test whether the method is fair and works. These cases "
        "are not marked: please check every case with the same care and do not guess.",
    ),
    Note(
        "怎样填写\nFilling it in",
        "最后三列由核查人填写：核查结果（属实、排除、不清）、核查人、日期。"
        "点表头上方的“+”可展开经办人、金额算法、来源记录和英文说明。",
        "The last three columns are for the inspector: finding (confirmed, cleared, unclear), name, date. The “+” "
        "above the headings opens handler, the amount's reckoning, source rows and the English words.",
    ),
)
_LEAD = (
    Note(
        "仅供负责人\nFor the lead only",
        "本表有名次、分数和来由，不得交给核查人，否则随机抽取的户就不再起作用。核查人使用 cases.xlsx。",
        "This copy has ranks, scores and origin. Do not hand it to inspectors: the random sample would lose its use. "
        "Inspectors work with cases.xlsx.",
    ),
    Note(
        "分数怎么读\nHow to read the scores",
        "分数在 0 到 1 之间，越高越值得先查；它只用来排先后，不是违规的概率。空白表示资料里没有，"
        "不表示没有问题。"
        "“名次不稳”表示换一次计算名次会有明显变动；“预计误报比例”是查到这一名次为止预计查无问题的比例。",
        "Scores run from 0 to 1; higher means look sooner. They order the list and are no probability of "
        "wrongdoing. Blank "
        "means not known, not that nothing is wrong. “Unstable rank”: another run would move it visibly. "
        "“Expected share of "
        "false leads”: how many of the cases down to this rank are expected to be in order.",
    ),
    Note(
        "随机抽取的户\nCases drawn at random",
        "“来由”说明按名次列入还是随机抽取；“入选概率”用于由核查结果推算全体："
        "每户的权数是它的倒数。各户的概率见 control.json。",
        "“Origin” tells ranked cases from those drawn at random. “Probability to be listed” serves to estimate from "
        "the findings what holds for all: a case weighs its inverse. control.json has that of every household.",
    ),
)

_MASKED = Note(
    "个人信息\nPersonal data",
    "姓名和证件号码已作遮盖。名单仅供承办人员使用，不得转发、公开，用后按规定销毁。",
    "Names and citizen numbers are masked. For the inspectors of these cases only: do not pass on or "
    "publish; destroy after use.",
)
_REVEALED = Note(
    "个人信息\nPersonal data",
    "本名单含完整的姓名和证件号码。仅供承办人员使用，不得转发、公开，用后按规定销毁。",
    "Names and citizen numbers are shown in full. For the inspectors of these cases only: do not pass on "
    "or publish; "
    "destroy after use.",
)


def note_lines(notes: ListNotes, listed: int) -> list[Note]:
    """Put the notes of a list together.

    Parameters
    ----------
    notes : ListNotes
        The facts of the run.
    listed : int
        Cases in the list.

    Returns
    -------
    list of Note
        What the list is, how to read and fill it in, then a line for each flag that could not be looked for.
    """
    day = notes.as_of.isoformat()
    facts = Note(
        "截止日期、模型\nAs of, model",
        f"资料截至 {day}，此后的情况未使用。模型：{notes.model}。共评分 {notes.scored:,} 户，列入名单 {listed:,} 户。",
        f"Data as of {day}; nothing later was used. Model: {notes.model}. {notes.scored:,} households "
        f"scored, {listed:,} listed.",
    )
    missing = [Note(f"未能查找\nNot looked for: {flag.flag}", flag.zh, flag.en) for flag in notes.missing_flags]
    copy = _LEAD if notes.lead else _INSPECTORS
    return [_STANDING[0], facts, *_STANDING[1:], *copy, _REVEALED if notes.revealed else _MASKED, *missing]
