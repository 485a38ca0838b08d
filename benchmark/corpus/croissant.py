"""croissant.json: the release described for MLCommons Croissant 1.0, as three flat record sets.

Nested fields are left out: readers zip the inner lists of two levels over the outer ones, which scrambles
them. Every file has its sha256. Days and dates are text, since an EDTF value is seldom one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.store import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmark.corpus.card import Card

_TYPES: Final = {"string": "sc:Text", "int32": "sc:Integer", "bool": "sc:Boolean"}
# https://docs.mlcommons.org/croissant/docs/croissant-spec.html, appendix 1
_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def metadata(card: Card, digests: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON-LD of a release; ``digests`` has the sha256 of each Parquet file by its path."""
    manifest, licence = card.manifest, card.license
    citation = manifest.card.citation if manifest.card else None
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": manifest.name,
        "version": manifest.version,
        "description": card.description,
        "license": licence
        if licence.startswith("LicenseRef-")
        else f"https://spdx.org/licenses/{licence}.html",
        **({"citeAs": citation} if citation else {}),
        "distribution": [
            *(_file(path, digest) for path, digest in sorted(digests.items())),
            *(_files(name) for name in card.sizes),
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": name,
                "name": name,
                "field": list(_fields(name, texts=manifest.texts)),
            }
            for name in card.sizes
        ],
    }


def _file(path: str, digest: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def _files(name: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{name}/*.parquet",
        "name": f"{name}-parquet",
        "encodingFormat": "application/x-parquet",
        "includes": f"{name}/*.parquet",
    }


def _fields(name: str, *, texts: bool) -> Iterator[dict[str, Any]]:
    meanings = columns.meanings(name, texts=texts)
    for feature in columns.features(name, texts=texts):
        repeated = "list" in feature
        kind = feature["list"] if repeated else feature["dtype"]
        if isinstance(kind, str):
            yield {
                "@type": "cr:Field",
                "@id": f"{name}/{feature['name']}",
                "name": feature["name"],
                "description": meanings[feature["name"]],
                "dataType": _TYPES[kind],
                **({"repeated": True} if repeated else {}),
                "source": {
                    "fileSet": {"@id": f"{name}/*.parquet"},
                    "extract": {"column": feature["name"]},
                },
            }
