"""``bench verify``: a release made anew from its own lines, and the first thing in which the two differ."""

from __future__ import annotations

import hmac
import itertools
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmark.corpus import builder, commitment, gathering, leakage, writing
from benchmark.corpus import manifest as summary
from benchmark.corpus.builder import CHECKSUMS
from benchmark.corpus.crew import Crew
from benchmark.records import SCHEMA_VERSION
from benchmark.records.errors import CheckError, FindingsError, MisuseError, OtherVersionError
from benchmark.records.manifest import BenchmarkConfig, Manifest, OntologyDigest
from benchmark.records.text import clean
from benchmark.store import codec, dataset, files, ontologies, output, releases, schema, shards
from benchmark.store.columns import CONFIGS
from benchmark.store.findings import cut, escape, json_path, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmark.corpus.duplicates import Group
    from benchmark.records.manifest import Leakage
    from benchmark.records.ontology import Ontology

_NEEDED: Final = (releases.ONTOLOGY, *(f"schemas/{name}.schema.json" for name in ("article", "manifest")))
_TOP: Final = (
    *("README.md", "croissant.json", "eval.yaml"),
    *(CHECKSUMS, releases.KEY, releases.MANIFEST, releases.ONTOLOGY),
)
"""Files at the top of a release; the commitment says which release has a key."""
_RECOUNTED: Final = (
    *("splits", "withheld", "digest", "labels", "licenses", "leakage", "stratification", "canary"),
)
"""Keys of a manifest that follow from articles and name; what its maintainer says does not."""
_CHARACTERS_OF_A_DIGEST: Final = 12
_CALLED: Final = re.compile(rb'load_dataset\("(\w[\w.-]*)", "')
"""Where a card says what the release is called: it stands in commands for a shell, and is a plain name."""
_FOR_READERS: Final = ("title", "description", "examples", "$comment")
"""Keys of a schema that decide nothing."""


def verify(folder: Path, expected: str | None = None, *, crew: Crew | None = None) -> Manifest:
    """Return the manifest of a release of which everything was recomputed.

    That is: the list of checksums, the ontology, the schemas, the spelling and order of lines and every rule
    for articles, digests, counts and near copies in the manifest, and each row of each table. In the gold
    half of a blind release the commitment is recomputed too; the public half has neither key nor gold for it.
    Card and metadata are made anew where the same versions of packages wrote them, and else compared with
    their checksums alone. Files at the top whose name begins with a dot are passed over: git and the Hub put
    some there. Nothing is written into ``folder``.

    Raises:
        CheckError: a difference, the first that was met, with its file and place.
        FindingsError: all that is wrong with manifest, ontology, articles or key.
        OtherVersionError: it is of another version than ``expected``, or of another version of the schemas.
        MisuseError: the folder is no release, or one without the texts that all is recomputed from.
        MachineError: a file cannot be read, or the folder of temporary files not be written.
    """
    manifest = releases.read_manifest(folder)
    if expected is not None and manifest.version != expected:
        raise OtherVersionError(f"{folder} is version {manifest.version}, want {expected}")
    if manifest.schema_version != SCHEMA_VERSION:
        wanted = f"this package verifies {SCHEMA_VERSION}: use the dateline-bench that wrote it"
        raise OtherVersionError(f"{folder} is of schema version {manifest.schema_version}, {wanted}")
    if not manifest.texts:
        raise MisuseError(
            f"{folder} has no texts: bench rehydrate joins it to your own copies, then verify that"
        )
    verify_checksums(folder)
    _require_known(folder)
    _verify_schemas(folder)
    ontology = _verified_ontology(folder, manifest)
    with output.temporary() as scratch:
        _verify_contents(folder, manifest, ontology, scratch, crew or Crew(1))
    _verify_commitment(folder, manifest)
    return manifest


def verify_checksums(folder: Path) -> None:
    """Raise CheckError for the first file of a release that is not as its list of checksums has it."""
    there = releases.files_of(folder)
    if CHECKSUMS not in there:
        raise CheckError(f"{folder / CHECKSUMS} is missing")
    listing = files.read_text(folder / CHECKSUMS)
    listed: dict[str, str] = {}
    for number, line in enumerate(listing.removesuffix("\n").split("\n"), 1):
        digest, gap, name = line.partition("  ")
        if not gap or name in listed:
            message = "stands twice" if gap else "is no checksum: want a sha256, two spaces and a path"
            raise CheckError(f"{folder / CHECKSUMS}:{number}: '{escape(cut(name or line))}' {message}")
        listed[name] = digest
    for name in sorted({*there, *listed, *_NEEDED} - {CHECKSUMS}):
        if name not in there:
            known = f": {CHECKSUMS} lists it" if name in listed else ""
            raise CheckError(f"{folder / clean(name)} is missing{known}")
        if name not in listed:
            raise CheckError(f"{folder / clean(name)} is not in {CHECKSUMS}")
        digest = files.digest_file(folder / name)
        if digest != listed[name]:
            found, wanted = (escape(text[:_CHARACTERS_OF_A_DIGEST]) for text in (digest, listed[name]))
            raise CheckError(f"{folder / clean(name)} has sha256 {found}, {CHECKSUMS} says {wanted}")
    spelled = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()) if name != CHECKSUMS)
    if listing != spelled:
        raise CheckError(f"{folder / CHECKSUMS} is not spelled as a release spells it")


def called(folder: Path, manifest: Manifest) -> str:
    """Return what a release is called by its card, if that is plain, whatever its folder is called by now."""
    card = folder / "README.md"
    told = _CALLED.search(files.read_bytes(card)) if card.is_file() else None
    return f"{manifest.name}-{manifest.version}" if told is None else told[1].decode()


def _require_known(folder: Path) -> None:
    """Raise CheckError for the first file that no release has, though the list of checksums may have it.

    Lines and tables are compared with those that are made anew, which shows what is too many among them.
    """
    for name in sorted(releases.files_of(folder)):
        room, _, file = name.partition("/")
        is_schema = room == "schemas" and file.endswith(".schema.json") and "/" not in file
        if name not in _TOP and not is_schema and room not in {"jsonl", *CONFIGS}:
            raise CheckError(f"{folder / clean(name)} is no file of a release")


def _verify_schemas(folder: Path) -> None:
    for name in schema.NAMES:
        path = folder / "schemas" / f"{name}.schema.json"
        if path.is_file():
            _require_equal(path, _deciding(files.read_json(path)), _deciding(schema.document(name)))


def _deciding(part: Any) -> Any:
    """Return a schema without its words for readers: these may be mended, and older releases stay right."""
    if isinstance(part, list):
        return [_deciding(one) for one in part]
    if not isinstance(part, dict):
        return part
    # What is called title among properties is an object, and stays.
    return {
        key: _deciding(one) for key, one in part.items() if key not in _FOR_READERS or isinstance(one, dict)
    }


def _verified_ontology(folder: Path, manifest: Manifest) -> Ontology:
    path = folder / releases.ONTOLOGY
    ontology = ontologies.read(path)
    digest = OntologyDigest(name=ontology.name, version=ontology.version, digest=codec.digest(ontology))
    place = ("ontology",)
    _require_equal(folder / releases.MANIFEST, codec.encode(manifest.ontology), codec.encode(digest), place)
    if files.read_bytes(path) != codec.pretty(ontology):
        raise CheckError(f"{path} is not spelled as a release spells it")
    return ontology


def _verify_contents(folder: Path, manifest: Manifest, ontology: Ontology, scratch: Path, crew: Crew) -> None:
    """Compare a release with the same made anew, in ``scratch``, from its lines."""
    _require_lines(folder, manifest)
    config = BenchmarkConfig(
        name=manifest.name,
        version=manifest.version,
        license="",
        ontology=ontology.key,
        annotates=manifest.annotates,
        match=manifest.match,
        splits=dict.fromkeys(manifest.splits, 0),
        seed="",
        leakage=None if manifest.leakage is None else manifest.leakage.threshold,
    )
    anew, contents, near_copies = _made_anew(folder, config, ontology, scratch, crew)
    for split in config.splits:
        _require_same_lines(folder / "jsonl" / f"{split}.jsonl", anew / "jsonl" / f"{split}.jsonl")
    recounted = summary.manifest(
        config, manifest.ontology, contents.censuses, contents.lines, near_copies, manifest.written_by
    )
    told, right = codec.encode(manifest), codec.encode(recounted)
    _require_equal(folder / releases.MANIFEST, told, told | {key: right[key] for key in _RECOUNTED})
    for name in sorted(_tables(folder) | _tables(anew)):
        _require_same_rows(folder, anew, name)
    if manifest.written_by == builder.written_by():
        _require_same_descriptions(folder, manifest, contents)


def _made_anew(
    folder: Path, config: BenchmarkConfig, ontology: Ontology, scratch: Path, crew: Crew
) -> tuple[Path, writing.Contents, Leakage | None]:
    """Return a folder of lines and tables made of a release's lines, what is in it, and the near copies.

    Raises FindingsError for articles, CheckError where one is not in its split, or near copies are in two.
    """
    names = tuple(config.splits)
    plans = [shards.plan(folder / "jsonl" / f"{split}.jsonl") for split in names]
    plan = list(itertools.chain(*plans))
    of_shard = np.repeat(np.arange(len(plans), dtype=np.int16), list(map(len, plans)))
    # What one part of a file holds is done before a second process has started.
    small = all(shard.part is None for shard in plan)
    crew = crew.alone() if small else crew
    with crew:
        index, findings = gathering.gather(scratch, plan, config, ontology, crew)
        if findings:
            raise FindingsError(findings)
        assigned = of_shard[index.rows["shard"]]
        _require_named_splits(index, assigned, names)
        groups = leakage.search(index, config.leakage, crew)
        _require_together(index, groups, assigned, names)
        rows = {split: index.rows[assigned == code] for code, split in enumerate(names)}
        anew = scratch / "anew"
        anew.mkdir()
        contents = writing.write(anew, scratch, list(writing.parts(rows, None)), crew)
    return anew, contents, leakage.report(index, groups, assigned, config)


def _verify_commitment(folder: Path, manifest: Manifest) -> None:
    told, key = manifest.commitment, folder / releases.KEY
    if told is None:
        if key.exists():
            raise CheckError(f"{key} is there, but {releases.MANIFEST} commits to nothing")
        return
    place = f"{folder / releases.MANIFEST}: $.commitment"
    if told.split not in manifest.splits:
        raise CheckError(f"{place}.split '{escape(cut(told.split))}' is no split of it")
    if not key.exists():
        if told.split in manifest.withheld:
            return
        raise CheckError(f"{key} is missing: {releases.MANIFEST} commits to gold that is here")
    lines = folder / "jsonl" / f"{told.split}.jsonl"
    with lines.open("rb") as file:
        right = commitment.commit(told.split, commitment.read_key(key), file)
    if not hmac.compare_digest(told.hmac_sha256, right.hmac_sha256):
        raise CheckError(f"{place}.hmac_sha256 is not that of {lines} under {key}")


def _require_lines(folder: Path, manifest: Manifest) -> None:
    there = {path.name for path in (folder / "jsonl").glob("*")}
    wanted = {f"{split}.jsonl" for split in manifest.splits}
    for name in sorted(there ^ wanted):
        message = "is of no split in the manifest" if name in there else "is missing"
        raise CheckError(f"{folder / 'jsonl' / clean(name)} {message}")


def _require_named_splits(
    index: gathering.Index, assigned: NDArray[np.int16], names: tuple[str, ...]
) -> None:
    named = index.rows["split"]
    astray = np.flatnonzero((named != gathering.NO_SPLIT) & (named != assigned))
    if astray.size:
        at = int(astray[0])
        place = index.place(at)
        raise CheckError(f"{place.file}:{place.line}: $.split is '{names[named[at]]}', but the file is not")


def _require_together(
    index: gathering.Index, groups: Sequence[Group], assigned: NDArray[np.int16], names: tuple[str, ...]
) -> None:
    for first, *others in (group.members for group in groups):
        for member in others:
            if assigned[member] != assigned[first]:
                place, copied = index.place(member), index.article_id(first)
                what = (
                    f"{index.article_id(member)} is a near copy of {copied} in split {names[assigned[first]]}"
                )
                raise CheckError(f"{place.file}:{place.line}: {what}")


def _require_same_lines(there: Path, anew: Path) -> None:
    if files.digest_file(there) == files.digest_file(anew):
        return
    with there.open("rb") as found, anew.open("rb") as wanted:
        for number, (line, other) in enumerate(itertools.zip_longest(found, wanted), 1):
            if line != other:
                message = "is not the article in canonical form that stands here in the order of ids"
                raise CheckError(f"{there}:{number}: {message}")


def _require_same_rows(folder: Path, anew: Path, name: str) -> None:
    there, wanted = folder / name, anew / name
    if not wanted.exists():
        raise CheckError(f"{folder / clean(name)} is no table of what jsonl/ holds")
    if not there.is_file():
        raise CheckError(f"{there} is missing")
    if files.digest_file(there) != files.digest_file(wanted):
        # Another version of pyarrow writes the same rows in other bytes.
        difference = dataset.difference(there, wanted)
        if difference is not None:
            raise CheckError(f"{there}: {difference}")


def _require_same_descriptions(folder: Path, manifest: Manifest, contents: writing.Contents) -> None:
    """Raise CheckError for the first line of card or metadata that we would write otherwise."""
    for file, wanted in builder.descriptions(called(folder, manifest), manifest, contents).items():
        if not (folder / file).is_file():
            raise CheckError(f"{folder / file} is missing")
        lines = (data.split(b"\n") for data in (files.read_bytes(folder / file), wanted))
        for number, (found, right) in enumerate(itertools.zip_longest(*lines), 1):
            if found != right:
                raise CheckError(f"{folder / file}:{number}: is not what the release holds")


def _require_equal(file: Path, found: Any, wanted: Any, path: tuple[str | int, ...] = ()) -> None:
    """Raise CheckError for the first place, in the order of ``wanted``, at which two JSON values differ."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in (*wanted, *(key for key in found if key not in wanted)):
            if key not in found or key not in wanted:
                message = "is not known" if key in found else "is missing"
                raise CheckError(f"{file}: {json_path((*path, key))} {message}")
            _require_equal(file, found[key], wanted[key], (*path, key))
        if list(found) != list(wanted):
            raise CheckError(f"{file}: {json_path(path)} has its keys in another order")
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for at, pair in enumerate(zip(found, wanted, strict=True)):
            _require_equal(file, *pair, (*path, at))
    elif found != wanted:
        shown = [escape(cut(words(value))) for value in (found, wanted)]
        raise CheckError(f"{file}: {json_path(path)} is {shown[0]}, want {shown[1]}")


def _tables(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for config in CONFIGS for path in (folder / config).glob("*")}
