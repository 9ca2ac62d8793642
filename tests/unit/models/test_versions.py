from models.versions import attached, digest_tag


def test_only_files_for_people_are_attached() -> None:
    names = ("model.skops", "MLmodel", "manifest.json", "figures.json", "plots/scores.png", "model_card.zh.md")
    tags = {digest_tag(name): "" for name in names}
    assert attached(tags | {"mingcha.promotion": "", "owner.sha256": ""}) == ["model_card.zh.md", "plots/scores.png"]
    assert set(tags) >= {"mingcha.model.sha256", "mingcha.manifest.sha256", "mingcha.MLmodel.sha256"}
