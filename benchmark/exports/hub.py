"""A release to a dataset repository of the Hugging Face Hub: one commit, and a tag with its version.

What is said of a failure is ours alone: the library's words quote addresses and answers of the server.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING, Final

from benchmark.records.errors import CheckError, MachineError, MisuseError
from benchmark.store import releases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    from benchmark.exports import Options

_REPOSITORY: Final = re.compile(r"[0-9A-Za-z][\w.-]{0,95}/[0-9A-Za-z][\w.-]{0,95}", re.ASCII)
_UNAUTHORISED: Final = 401
_REFUSED: Final = {
    _UNAUTHORISED: "it does not know the token in HF_TOKEN or of `hf auth login`",
    403: "the token may not write there",
    409: "somebody else is writing there",
    429: "it wants fewer requests; try later",
}


def export(source: Path, _out: Path, say: Callable[[str], None], options: Options) -> list[str]:
    """Upload a release and tag it ``v<version>``; a dry run only lists files, sizes in bytes and the tag.

    What an earlier release left in the folders of this one is removed, other files of the repository stay.

    Raises:
        MisuseError: no release, no repository of that name, no token, or the gold of a blind test.
        CheckError: the version was tagged before.
        MachineError: the Hub says no, or is not reached.
    """
    to = repository("hub", options)
    release = releases.open_release(source)
    if source.resolve().name.endswith("-gold") or releases.KEY in releases.files_of(source):
        raise MisuseError(f"{source} has the gold of a blind test: publish the half that ends in -public")
    tag = f"v{release.manifest.version}"
    if options.dry_run:
        return [
            *(f"{name}  {path.stat().st_size:,}" for name, path in releases.files_of(source).items()),
            f"tag {tag} of datasets/{to}",
        ]
    _publish(source, to, tag, say)
    return [f"datasets/{to}@{tag}"]


def repository(target: str, options: Options) -> str:
    """Return the dataset of the Hub that is asked for; raises MisuseError where none is."""
    if options.to is None or not _REPOSITORY.fullmatch(options.to):
        raise MisuseError(f"{target} wants --to OWNER/NAME, a dataset of the Hub")
    return options.to


def _publish(source: Path, repository: str, tag: str, say: Callable[[str], None]) -> None:
    import huggingface_hub
    from huggingface_hub.utils import logging
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if huggingface_hub.get_token() is None:
        raise MisuseError("there is no token of the Hub: set HF_TOKEN, or run `hf auth login`")
    disable_progress_bars()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call] # the library leaves it without types
    # Read here, since the library reads it once when it is imported.
    hub = huggingface_hub.HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
    with _our_errors(repository):
        refs = hub.list_repo_refs(repository, repo_type="dataset")
        if tag in {known.name for known in refs.tags}:
            raise CheckError(f"datasets/{repository} has the tag {tag}: a new release needs a new version")
        # Not upload_folder: it commits in batches, and between two of them nobody could load the dataset.
        commit = hub.create_commit(
            repository,
            _operations(source, hub.list_repo_files(repository, repo_type="dataset")),
            repo_type="dataset",
            commit_message=f"Release {tag}",
        )
        say(f"uploaded as {commit.oid[:12]}")
        hub.create_tag(repository, tag=tag, revision=commit.oid, repo_type="dataset")


def _operations(source: Path, there: Iterable[str]) -> list[CommitOperationAdd | CommitOperationDelete]:
    """Return the changes that make a repository, whose files are given, hold a release."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    ours = releases.files_of(source)
    folders = {name.partition("/")[0] for name in ours if "/" in name}
    # A split may have fewer files than before, and the card finds them by a pattern.
    stale = sorted(name for name in there if name not in ours and name.partition("/")[0] in folders)
    return [
        *(CommitOperationAdd(name, path) for name, path in ours.items()),
        *(CommitOperationDelete(name) for name in stale),
    ]


@contextlib.contextmanager
def _our_errors(repository: str) -> Iterator[None]:
    """Turn the library's errors into ours."""
    from huggingface_hub import errors

    try:
        yield
    except errors.RepositoryNotFoundError as error:
        # The Hub hides what a token may not see, and answers a wrong one in the same way.
        status = error.response.status_code if error.response is not None else None
        if status == _UNAUTHORISED:
            raise MachineError(f"the Hub refused datasets/{repository}: {_REFUSED[status]}") from None
        raise MisuseError(
            f"the Hub has no datasets/{repository} that the token may see; make it there first"
        ) from None
    except errors.HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        why = _REFUSED.get(status, f"it answered with status {status}")
        raise MachineError(f"the Hub refused datasets/{repository}: {why}") from None
    except errors.OfflineModeIsEnabled:
        raise MachineError("the Hub cannot be reached: HF_HUB_OFFLINE is set") from None
    except Exception as error:  # what is not of the connection goes on as it is
        if not _is_of_the_line(error):
            raise
        raise MachineError(f"the Hub cannot be reached for datasets/{repository}; try again") from None


def _is_of_the_line(error: Exception) -> bool:
    """Whether an error is of the connection; the library has changed the package that raises these."""
    return isinstance(error, (ConnectionError, TimeoutError)) or any(
        cls.__name__ in {"TransportError", "RequestException"} for cls in type(error).__mro__
    )
