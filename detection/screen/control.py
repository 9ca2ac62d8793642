"""Which file of a run is for whom, and where the key of the control sample is."""

from pathlib import Path
from typing import Final

from rich.console import Console

from detection.control_key import ControlKey
from detection.screen.console import say
from detection.session import Language

__all__ = ["show_control"]

WORDS: Final = {
    Language.EN: {
        "inspectors": "For inspectors: {out}/cases.xlsx (or cases.csv) and nothing else of the folder.",
        "lead": "For the lead alone: {out}/lead.xlsx, with ranks, scores and which cases were drawn at random.",
        "made": "A control key was made: {file}. Keep it to yourself: it draws the random cases.",
        "kept": "The random cases were drawn with the control key {file} (fingerprint {fingerprint}).",
        "given": "The random cases were drawn with the control key that was given (fingerprint {fingerprint}).",
    },
    Language.ZH: {
        "inspectors": "发给核查人的只有：{out}/cases.xlsx（或 cases.csv）。",
        "lead": "仅供负责人：{out}/lead.xlsx，内有名次、分数和随机抽取的户。",
        "made": "已生成抽样密钥：{file}。请负责人自己保管，随机抽取的户由它决定。",
        "kept": "随机抽取使用的密钥：{file}（指纹 {fingerprint}）。",
        "given": "随机抽取使用了所给的密钥（指纹 {fingerprint}）。",
    },
}


def show_control(console: Console, out: Path, key: ControlKey, language: Language) -> None:
    """Say which copy is for whom, and with which key the control sample was drawn; the key itself is never shown.

    Parameters
    ----------
    console : Console
        Where.
    out : Path
        Folder of the run.
    key : ControlKey
        The key as it was given or kept.
    language : Language
        Of the words.
    """
    words = WORDS[language]
    told = "given" if key.file is None else "made" if key.made else "kept"
    say(console)
    for name in ("inspectors", "lead", told):
        say(console, words[name].format(out=out, file=key.file, fingerprint=key.fingerprint))
