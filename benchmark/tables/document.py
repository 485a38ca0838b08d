"""A page that opens from disk and fetches nothing: templates that escape, and a policy for its code."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_SHARED = Path(__file__).resolve().parent / "templates"


@cache
def environment(templates: Path, shown: Callable[[str], str]) -> Environment:
    """Return the environment of a page's templates; those that pages share are found beside its own.

    Every text passes ``shown``, so that no template can forget to make it fit to be seen. All pages of a kind
    have one, for templates take longer to compile than to fill.
    """

    def finalize(value: Any) -> Any:
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    # Autoescape is off by default; without it every name would be markup.
    return Environment(
        loader=FileSystemLoader([templates, _SHARED]),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def typeset(number: str) -> str:
    """Return a number as tables show it with a minus sign, which is as wide as the plus, for its hyphen."""
    return number.replace("-", "\u2212")


def policy(style: str, script: str) -> str:
    """Return the content security policy that allows nothing but these very bytes of style and script."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
