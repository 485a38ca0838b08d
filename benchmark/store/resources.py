"""Files that travel with the package: schemas and data."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def find(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``schemas/article.schema.json`` or ``data``.

    A wheel carries ``schemas`` and ``data`` inside the package; an editable install has them beside it.
    Raises FileNotFoundError for a name that we do not ship.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)
