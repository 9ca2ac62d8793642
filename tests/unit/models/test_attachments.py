import pytest

from features.errors import ModelError
from models.attachments import CARDS, check_names, description, flattened


@pytest.mark.parametrize("name", [*CARDS.values(), "plots/scores.png", "proxies.csv"])
def test_names_of_ours_are_kept(name: str) -> None:
    check_names({name: b""})


@pytest.mark.parametrize(
    "name",
    [
        *("", "/etc/passwd.md", "../card.md", "plots/../card.md", "a/b/c.png", "plots/", "..md", "a..md"),
        *("model.pkl", "run.py", "MLmodel", "model.skops", "manifest.json", "figures.json", "Card.md", "card.md\n"),
        *("C:\\card.md", "plots\\card.md", "卡.md", "%2e%2e/card.md", ".hidden.md", "card"),
    ],
)
def test_names_that_lead_elsewhere_or_belong_to_others_are_refused(name: str) -> None:
    with pytest.raises(ModelError, match="cannot be kept under this name"):
        check_names({"model_card.en.md": b"", name: b""})


def test_figures_become_metrics_under_names_that_mlflow_takes() -> None:
    figures = {
        "fairness": {
            "verdict": "pass",
            "selection": [
                {
                    "trait": "age",
                    "group": "60-69",
                    "against": "all/others",
                    "ratio": 1.1,
                    "low": 0.9,
                    "verdict": "within",
                },
                {"trait": "sex × age", "group": "f", "against": "", "ratio": None},
            ],
            "proxies": [{"trait": "sex", "auc": 0.6, "strongest": ["a", "b"]}],
        },
        "drift": {"against": None, "features": {"kin_handler": 0.2}},
        "findings": {"on": False, "precision": [0.5, 0.4, 0.6], "used": 3},
        "stability": {"seeds": [1, 2, 3]},
        "chance": {},
    }
    assert flattened(figures) == {
        "fairness.selection.age.60-69:all_others.ratio": 1.1,
        "fairness.selection.age.60-69:all_others.low": 0.9,
        "fairness.proxies.sex.auc": 0.6,
        "drift.features.kin_handler": 0.2,
        "findings.on": 0.0,
        "findings.precision.estimate": 0.5,
        "findings.precision.low": 0.4,
        "findings.precision.high": 0.6,
        "findings.used": 3.0,
    }


def test_a_short_card_is_the_description_as_it_is() -> None:
    assert description({"model_card.en.md": b"# Card\n", "model_card.zh.md": "# 卡\n".encode()}) == "# 卡\n\n# Card"
    assert description({"model_card.en.md": b"# Card"}) == "# Card"
    assert description({"plots/scores.png": b"\x89"}) == ""


@pytest.mark.parametrize("names", [["zh"], ["en"], ["zh", "en"]])
def test_a_long_card_is_cut_at_the_end_of_a_line_and_says_where_the_rest_is(names: list[str]) -> None:
    text = description({CARDS[name]: "一行文字，写满\n".encode() * 2000 for name in names})
    assert 4900 < len(text) <= 5000
    assert all(f"… → {CARDS[name]}" in text for name in names)
    assert set(text.replace("一行文字，写满", "").split()) == {"…", "→", *(CARDS[name] for name in names)}


def test_a_card_of_one_endless_line_is_cut_too() -> None:
    assert len(description({"model_card.en.md": b"x" * 9000})) == 4998
