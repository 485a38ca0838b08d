"""The formats that are read, by name, and names that stand for others or for none."""

from typing import Final

IMPORTERS: Final = {
    "ace": "benchmark.corpus.importers.ace:read",
    "article": "benchmark.corpus.importers.article:read",
    "brat": "benchmark.corpus.importers.brat:read",
    "cat": "benchmark.corpus.importers.cat:read",
    "doccano": "benchmark.corpus.importers.doccano:read",
    "ere": "benchmark.corpus.importers.ere:read",
    "inception": "benchmark.corpus.importers.inception:read",
    "label-studio": "benchmark.corpus.importers.label_studio:read",
    "maven": "benchmark.corpus.importers.maven:read",
    "muc4": "benchmark.corpus.importers.muc4:read",
    "plover": "benchmark.corpus.importers.plover:read",
    "prodigy": "benchmark.corpus.importers.prodigy:read",
    "semeval2015": "benchmark.corpus.importers.semeval2015:read",
    "textee": "benchmark.corpus.importers.textee:read",
    "timeml": "benchmark.corpus.importers.timeml:read",
    "wikievents": "benchmark.corpus.importers.wikievents:read",
}

OF_ONE_CORPUS: Final = ("muc4",)
"""Of these, those that bring an ontology and a licence: no ``project.Options`` say what is meant."""

NOT_READ: Final = {
    "conll": "CoNLL exports lose relations: export the annotation tool's full JSON instead",
    "csv": "CSV exports lose which spans belong to one event: export the annotation tool's full JSON instead",
    "json-min": "Label Studio's JSON-MIN loses relations and region ids: export its JSON instead",
    "tsv": "TSV exports lose discontinuous spans and relations: export UIMA CAS JSON or XMI instead",
    "webanno": "WebAnno TSV loses discontinuous spans: export UIMA CAS JSON or XMI from INCEpTION instead",
    "zip": "only zips of INCEpTION are looked into: unpack it and name what is in it instead",
}
"""Formats that lose what an event is made of, with what to export in their place; and zips."""

ALSO_CALLED: Final = {
    "apf": "ace",
    "cas": "inception",
    "eventstoryline": "cat",
    "html": "article",
    "labelstudio": "label-studio",
    "maven-arg": "maven",
    "meantime": "cat",
    "rich-ere": "ere",
    "tempeval": "timeml",
    "timelines": "semeval2015",
    "txt": "article",
    "xmi": "inception",
}
"""Names by which one may look for a format, small and with hyphens, with the one that it has here."""
