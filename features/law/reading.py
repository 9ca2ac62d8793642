"""The law settings file: TOML with rules and days, checked word by word and laid over the national defaults."""

import tomllib
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Final

from features.errors import SettingError
from features.law.checks import day_of, nearest, region_of, rule_of, text_of
from features.law.law import Law, Provision
from features.law.workdays import Workdays

__all__ = ["NATIONAL", "read_law"]

TABLES: Final = ("rule", "holidays", "workdays", "years")
YEARS: Final = range(1949, 2200)


def read_law(path: Path | None) -> Law:
    """Return the national defaults with the rules and days of a file laid over them.

    A rule of the file takes the place of a default with the same name, region and first day; all others stand beside
    each other, see :class:`features.law.law.Law`.

    Parameters
    ----------
    path : Path or None
        A TOML file; None: the national defaults alone.

    Returns
    -------
    Law
        What features measure by.

    Raises
    ------
    SettingError
        If the file cannot be read, or says something that cannot be meant.
    """
    national = tomllib.loads(resources.files("features.law").joinpath("national.toml").read_text(encoding="utf-8"))
    default = _provisions(national, "national.toml")
    if path is None:
        return Law(_ordered(default), Workdays())
    settings = _parsed(path)
    return Law(_ordered(default | _provisions(settings, path.name)), _calendar(settings, path.name))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingError(f"The law settings {path} cannot be read ({error.strerror}): name a TOML file.") from None
    except UnicodeDecodeError:
        raise SettingError(f"The law settings {path.name} are not UTF-8: save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"The law settings {path.name} are not TOML ({error}): mend that place.") from None
    except RecursionError:
        raise SettingError(f"The law settings {path.name} are nested too deeply: write [[rule]] tables only.") from None
    for name in settings:
        if name not in TABLES:
            raise SettingError(
                f"{name!r} in {path.name} is no setting of the law: did you mean {nearest(name, TABLES)}?"
            )
    return settings


def _provisions(settings: dict[str, Any], file: str) -> dict[tuple[str, str, date], Provision]:
    rules = settings.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise SettingError(f"'rule' in {file} is not a list of tables: begin each rule with a line [[rule]].")
    provisions: dict[tuple[str, str, date], Provision] = {}
    for number, rule in enumerate(rules, 1):
        provision = _provision(rule, f"rule {number} of {file}")
        if provision.key in provisions:
            raise SettingError(
                f"Rule {number} of {file} sets {provision.name} for the same region and first day as an earlier one: "
                f"keep one of them."
            )
        provisions[provision.key] = provision
    return provisions


def _provision(rule: dict[str, Any], where: str) -> Provision:
    name, value, unit = rule_of(rule, where)
    return Provision(
        name=name,
        value=value,
        unit=unit,
        source=text_of(rule, "source", where),
        start_on=day_of(rule["from"], f"'from' in {where}") if "from" in rule else date.min,
        region=region_of(rule["region"], where) if "region" in rule else "",
    )


def _ordered(provisions: dict[tuple[str, str, date], Provision]) -> tuple[Provision, ...]:
    return tuple(provisions[key] for key in sorted(provisions))


def _calendar(settings: dict[str, Any], file: str) -> Workdays:
    holidays, workdays = (_days(settings, name, file) for name in ("holidays", "workdays"))
    for day in sorted(holidays & workdays):
        raise SettingError(f"{day} is in both 'holidays' and 'workdays' of {file}: take it out of one of them.")
    years = _listed(settings, "years", file)
    for year in years:
        if type(year) is not int or year not in YEARS:
            raise SettingError(f"{year!r} in 'years' of {file} is no year: write years like 2027.")
    return Workdays(holidays, workdays, frozenset(years))


def _days(settings: dict[str, Any], name: str, file: str) -> frozenset[date]:
    return frozenset(day_of(day, f"a day in {name!r} of {file}") for day in _listed(settings, name, file))


def _listed(settings: dict[str, Any], name: str, file: str) -> Iterable[Any]:
    listed = settings.get(name, [])
    if not isinstance(listed, list):
        raise SettingError(f"{name!r} in {file} is not a list: write it in square brackets.")
    return listed


NATIONAL: Final = read_law(None)
"""The national defaults."""
