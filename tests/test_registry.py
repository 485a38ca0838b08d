"""Names are a literal table first, then what guest packages offer."""

import json
import re
from importlib import import_module
from typing import get_type_hints

import pytest

from benchmark import baselines, exports, registry
from benchmark.baselines import BASELINES
from benchmark.cli.commands import COMMANDS
from benchmark.cli.main import main
from benchmark.cli.score import score
from benchmark.corpus import importers
from benchmark.corpus.importers.formats import IMPORTERS
from benchmark.corpus.importers.project import Options
from benchmark.exports import EXPORTERS
from benchmark.records.errors import MachineError, MisuseError, UnknownNameError
from benchmark.records.report import Counts
from benchmark.scoring import guests, summation
from benchmark.store import schema
from benchmark.tables import RENDERERS, Column, Table, render

RENDERER = "dateline.renderers"


@pytest.mark.parametrize(
    ("group", "table"),
    [
        ("dateline.baselines", BASELINES),
        ("dateline.exporters", EXPORTERS),
        ("dateline.importers", IMPORTERS),
        (RENDERER, RENDERERS),
    ],
    ids=["baselines", "exporters", "importers", "renderers"],
)
def test_every_built_in_loads(group, table):
    """What a literal table promises is there."""
    for name in table:
        assert registry.find(group, name, table)


@pytest.mark.parametrize(
    ("command", "table"), [("import", IMPORTERS), ("export", EXPORTERS), ("predict", BASELINES)]
)
def test_the_help_of_a_command_names_every_built_in(command, table):
    """Its first argument tells them, without loading the wing that has the table."""
    module, _, name = COMMANDS[command][0].partition(":")
    first, *_ = get_type_hints(getattr(import_module(module), name), include_extras=True).values()
    left_out = set(table).difference(re.findall("[a-z0-9-]+", first.__metadata__[0].help))

    assert not left_out, f"name them in the help of {module}"


def test_guest_is_found_by_its_name(guest):
    """A renderer of another package is used like one of ours."""
    guest(
        "guest_of_tables",
        "def shout(table):\n    return table.title.upper() + '\\n'\n",
        "shout = guest_of_tables:shout",
    )

    assert render(Table("quiet", (Column("a"),), ()), "shout") == "QUIET\n"
    assert "shout" in registry.names(RENDERER, RENDERERS)


def test_the_help_names_every_renderer_of_ours():
    """``--format`` takes what the table of renderers has, and no other name of ours."""
    told = get_type_hints(score, include_extras=True)["table"].__metadata__[0].metavar

    assert {*told.strip("<>").split("|")} == {*RENDERERS}


def test_a_guest_prints_the_tables_of_a_command(guest, tmp_path, capsys):
    """``--format`` takes its name as it takes ours, and a slip of the finger is answered as everywhere."""
    guest(
        "guest_of_formats_of_tables",
        "def whisper(table):\n    return table.title.lower() + '\\n'\n",
        "whisper = guest_of_formats_of_tables:whisper",
    )
    command = [*annotated_twice(tmp_path), "--format"]

    assert main([*command, "whisper"]) == 0
    assert capsys.readouterr().out.startswith("what each annotator marked\n")
    assert main([*command, "whisperer"]) == 2
    assert "unknown renderer 'whisperer', did you mean 'whisper'?" in capsys.readouterr().err


def annotated_twice(folder):
    """Return a command that prints tables, and write what it reads."""
    example = schema.document("article")["examples"][0]
    paths = [folder / f"{name}.jsonl" for name in ("ada", "ben")]
    for path in paths:
        path.write_text(json.dumps(example), encoding="utf-8")
    return ["agreement", *map(str, paths), "--resamples", "0"]


def test_a_guest_that_fails_is_named_with_its_package(guest, bench, tmp_path):
    """Who reads that something is a bug must know whose: not ours is what a package of others brought."""
    guest(
        "guest_of_faults",
        "from benchmark.records import date\ndef fail(table):\n    date.parse('gold')\n",
        "fail = guest_of_faults:fail",
    )
    ended = bench(*annotated_twice(tmp_path), "--format", "fail")

    assert (ended.code, ended.out) == (4, "")
    assert (
        "this is a bug of guest_of_faults 1.0, which is no part of Dateline: DateError at date.py:"
        in ended.err
    )
    assert registry.author(["benchmark.records.date"]) is None


def test_a_guest_imports_what_the_command_asks_for(guest, tmp_path):
    """An importer of another package takes path, ledger and options, and makes the corpus, as ours do."""
    guest(
        "guest_of_formats",
        "from benchmark.corpus.importers import annotation, project, site\n"
        "def read(path, ledger, options):\n"
        "    sheet = annotation.Sheet(site.Site(path.name), ledger)\n"
        "    sheet.frames = [annotation.Frame(key='e', label='Raid', trigger='', site=sheet.site)]\n"
        "    return project.corpus([sheet.gathered('a', path.read_text())], path, options, ledger)\n",
        "plain = guest_of_formats:read",
        group="dateline.importers",
    )
    path = tmp_path / "quay.plain"
    path.write_text("Rebels shelled Kovar.", encoding="utf-8")

    importers.import_corpus("plain", path, tmp_path / "out", lambda _: None, Options(license="MIT"))

    assert '"license": "MIT"' in (tmp_path / "out/articles/a.json").read_text(encoding="utf-8")


def test_a_guest_exports_and_a_guest_predicts(guest, tmp_path):
    """An exporter is a function, and a baseline an object with a card and ``fit``, whoever brings them."""
    guest(
        "guest_of_tools",
        "def export(source, out, say, options):\n    return [out / options.split]\n",
        "mine = guest_of_tools:export",
        group="dateline.exporters",
    )
    guest(
        "guest_of_systems",
        "SYSTEM = 'card'\ndef fit(train, ontology):\n    return lambda article: ()\n",
        "mine = guest_of_systems",
        group="dateline.baselines",
    )

    to = exports.Options(split="test")
    assert exports.export("mine", tmp_path, tmp_path, print, to) == [tmp_path / "test"]
    assert baselines.predict("mine", [], [], None) == ([], "card")


def test_a_guest_counts(guest):
    """A metric of another package is named with the package's version, of which no signature tells."""
    guest(
        "guest_of_metrics",
        "from benchmark.scoring import AlignedMetric, Counts\n"
        "METRIC = AlignedMetric('none', 'None', 'Nobody 2026', lambda alignment, cells: Counts())\n",
        "none = guest_of_metrics:METRIC",
        group="dateline.metrics",
    )

    (metric,) = guests.load(["none"], summation.NAMES)

    assert (metric.name, metric.label, metric.citation) == (
        "none",
        "None (guest_of_metrics 1.0)",
        "Nobody 2026",
    )
    assert metric.count(None, None) == Counts()


def test_guest_does_not_take_the_place_of_a_built_in(guest):
    """No installed package can change what a published command prints."""
    guest("guest_in_disguise", "def render(table):\n    return 'mine'\n", "csv = guest_in_disguise:render")

    assert render(Table("t", (Column("a"),), ()), "csv") == '"a"\n'


def test_two_guests_of_one_name_are_refused(guest):
    """Which one is meant would depend on the order of a path."""
    guest("guest_one", "x = 1\n", "both = guest_one:x")
    guest("guest_two", "x = 2\n", "both = guest_two:x")

    with pytest.raises(MisuseError, match="guest_one:x and guest_two:x"):
        registry.find(RENDERER, "both", RENDERERS)


@pytest.mark.parametrize("kind", ["RuntimeError", "SystemExit"])
def test_guest_that_does_not_load_is_named(guest, kind):
    """The message says which package and what kind of failure, and not what the guest has to say."""
    guest("guest_broken", f"raise {kind}('\\x1b[31mboo')\n", "broken = guest_broken:x")

    with pytest.raises(MachineError, match=rf"^renderer 'broken' .* guest_broken:x: {kind}$"):
        registry.find(RENDERER, "broken", RENDERERS)


def test_unknown_name_is_answered_with_all_known_and_the_nearest():
    """A slip of the finger is answered with what was meant."""
    with pytest.raises(UnknownNameError, match="unknown baseline 'lexikon', did you mean 'lexicon'"):
        registry.find("dateline.baselines", "lexikon", BASELINES)
