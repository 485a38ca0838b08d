"""Agreement between annotators in a release: as benchmark.toml names it, and only where gold is."""

import copy
import json

import pytest

from benchmark.corpus import builder
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.store import releases, schema


@pytest.fixture
def measured(corpus):
    """A corpus whose benchmark.toml names an agreement file, which is there."""
    folder = corpus()
    toml = folder / "benchmark.toml"
    toml.write_text(f'agreement = "agreement.json"\n{toml.read_text()}')
    example = copy.deepcopy(schema.document("agreement")["examples"][0])
    interval = {"low": 0.5, "high": 0.75}
    days = {"name": "date_days", "label": "Days apart, median", "value": 1.5, "agreed": None, "of": None}
    example["mean"] = {"event": example["mean"]["event"] | {"interval": interval}, "date_days": days}
    (folder / "agreement.json").write_text(json.dumps(example))
    return folder


def test_the_means_land_in_manifest_and_card(measured, tmp_path):
    """The manifest carries annotators, articles and figures, the card a table of them."""
    (release,) = builder.build(measured, tmp_path / "out")
    found = releases.open_release(release).manifest.agreement
    card = (release / "README.md").read_text()

    assert (found.annotators, found.articles) == (2, 1)
    assert (found.figures["event"].value, found.figures["event"].interval.high) == (2 / 3, 0.75)
    assert "## Agreement\n\nAnnotators: 2. Articles that two or more of them annotated: 1." in card
    assert "| Event F1 | 66.7 | 50.0 | 75.0 |" in card
    assert "Median of the days between the two dates of a matched event: 1.5." in card
    assert "Agreement between annotators" not in card.split("## Known limits")[1]


def test_where_gold_is_withheld_agreement_is_not_told(measured, tmp_path):
    """It is a statistic made from gold: the public half has none, the other half does."""
    public, gold = builder.build(measured, tmp_path / "out", blind="test")

    assert releases.open_release(public).manifest.agreement is None
    assert releases.open_release(gold).manifest.agreement is not None
    assert "Agreement between annotators, if it was measured, is told" in (public / "README.md").read_text()


def test_agreement_is_no_part_of_the_identity(measured, tmp_path):
    """The digest is of data: measuring agreement moves no signature."""
    (release,) = builder.build(measured, tmp_path / "with")
    digest = releases.open_release(release).manifest.digest
    (measured / "benchmark.toml").write_text((measured / "benchmark.toml").read_text().split("\n", 1)[1])
    (without,) = builder.build(measured, tmp_path / "without")

    assert releases.open_release(without).manifest.digest == digest
    assert "was not measured" in (without / "README.md").read_text()


def test_an_agreement_file_must_be_one(measured, tmp_path):
    """No file is misuse, another JSON a finding with its place; nothing is written."""
    file = measured / "agreement.json"
    file.write_text('{"pairs": []}')
    with pytest.raises(FindingsError) as caught:
        builder.build(measured, tmp_path / "out")
    file.unlink()
    with pytest.raises(MisuseError, match=r"agreement\.json: no such file"):
        builder.build(measured, tmp_path / "out")

    assert {(finding.file, finding.kind) for finding in caught.value.findings} == {(str(file), "missing")}
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").glob("[a-z]*"))
