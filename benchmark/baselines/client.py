"""One question to an OpenAI-compatible chat-completions endpoint, and its answer, bounded in bytes and time.

Not ``huggingface_hub.InferenceClient``: it reads an answer without bound, its timeout is that of a pause, and
without a key it sends the token of the Hub to whichever endpoint is asked.
"""

import http.client
import json
import os
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final

from benchmark.records.errors import MachineError, MisuseError
from benchmark.store import files, schema
from benchmark.store.findings import escape

KEY: Final = "DATELINE_API_KEY"
"""The environment variable with the key of the endpoint; without it none is sent."""
ANSWER_BYTES: Final = 400_000
"""Of a whole answer. What is predicted from fewer fits a line of predictions, with all keys spelled out."""
WAITS: Final = (1.0, 5.0, 25.0)
"""Seconds before each further try."""
LONGEST_WAIT: Final = 60.0
"""Seconds, where the endpoint says how long to wait."""

_OK: Final = 200
_SERVER: Final = 500
_LATER: Final = (408, 429)
_OWN: Final = (400, 413, 422)
"""Statuses of a request that is refused for what it says: by a content filter, or because it is too long."""
_KEY_LENGTH: Final = 16
"""Of a key that is a secret. Shorter ones, such as EMPTY, are placeholders and may be words of an article."""
_SHOWN: Final = 200
"""Characters of what an endpoint says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and why it stopped: ``length`` where it was cut off."""

    text: str
    finish: str | None


class RefusalError(MachineError):
    """The endpoint refuses a request for what it says, so that it may well answer another one."""


class _Failure(Exception):  # noqa: N818 - becomes an error when no further try is left
    """Why there is no answer; ``again``: a further try may have one, ``after`` seconds.

    ``own``: the reason lies in the request itself.
    """

    def __init__(self, why: str, *, again: bool = False, after: float = 0, own: bool = False) -> None:
        super().__init__(why)
        self.again, self.after, self.own = again, after, own


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows none: text and key are for the endpoint that was named."""

    def redirect_request(self, *_: Any) -> None:
        """Return that there is nothing to follow."""


class Client:
    """An endpoint, given without ``/chat/completions``; each try has ``seconds`` for the whole answer."""

    def __init__(self, endpoint: str, seconds: float) -> None:
        """Raises MisuseError for what is no address, and for a key that no header can hold."""
        try:
            parts = _parts(endpoint)
        except ValueError:
            # Not quoted: it may hold a password.
            raise MisuseError("--endpoint is no http or https address, or one with a user name") from None
        path = parts.path.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
        self.name = f"{parts.scheme}://{parts.netloc}{path}"
        """For messages: without a query, which may hold a secret."""
        self._url = parts._replace(path=path, fragment="").geturl()
        self._seconds = seconds
        self._key = os.environ.get(KEY, "").strip()
        if not (self._key.isascii() and self._key.isprintable()) or " " in self._key:
            raise MisuseError(f"{KEY} holds a character that no key has")

    def ask(self, body: bytes) -> Answer:
        """Return the answer to a request.

        Raises MachineError when none comes, with what was said instead; RefusalError where that may be for
        what this request says.
        """
        for wait in (*WAITS, None):
            try:
                return self._answer(*self._post(body))
            except _Failure as failure:
                if wait is None or not failure.again:
                    kind = RefusalError if failure.own else MachineError
                    raise kind(f"{self.name} {failure}") from None
                time.sleep(max(wait, failure.after))
        raise AssertionError  # the last of them has raised

    def _post(self, body: bytes) -> tuple[int, Message, bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310 - http or https, see _parts
        told: queue.SimpleQueue[tuple[int, Message, bytes] | Exception] = queue.SimpleQueue()
        # The timeout of a connection is that of a pause: an endpoint that drips, be it inside a header, would
        # never end. What still waits for a header then dies with the process.
        threading.Thread(target=lambda: told.put(self._fetched(request)), daemon=True).start()
        try:
            answer = told.get(timeout=self._seconds)
        except queue.Empty:
            raise self._late() from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _fetched(self, request: urllib.request.Request) -> tuple[int, Message, bytes] | Exception:
        """Return status, headers and body of what comes, or what is to be raised in its place."""
        last = time.monotonic() + self._seconds
        try:
            try:
                response = urllib.request.build_opener(_Redirects).open(request, timeout=self._seconds)
            except urllib.error.HTTPError as refusal:
                response = refusal  # it has a body, which says why
            with response:
                return response.status, response.headers, self._read(response, last)
        except _Failure as failure:
            return failure
        except (OSError, ValueError, http.client.HTTPException) as error:
            cause = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(cause, TimeoutError):
                return self._late()
            return _Failure(_why(cause), again=not isinstance(cause, ssl.SSLError))
        except Exception as error:  # noqa: BLE001 - a bug, which is told as one by whoever waits
            return error

    def _read(self, response: Any, last: float) -> bytes:
        data, length = b"", response.length
        while more := response.read1(ANSWER_BYTES):
            data += more
            if len(data) > ANSWER_BYTES:
                raise _Failure(f"sent an answer longer than {ANSWER_BYTES:,} bytes")
            if time.monotonic() > last:
                raise self._late()
        if length is not None and len(data) < length:
            raise http.client.IncompleteRead(data)  # which ``read1`` does not
        return data

    def _late(self) -> _Failure:
        return _Failure(f"sent no whole answer within {self._seconds:g} seconds")

    def _answer(self, status: int, headers: Message, data: bytes) -> Answer:
        value = _json(data)
        if status != _OK:
            later = status in _LATER or status >= _SERVER
            after = headers.get("Retry-After", "")
            raise _Failure(
                f"answered with status {status}{self._said(value, data)}",
                again=later,
                after=min(float(after), LONGEST_WAIT) if after.isdecimal() else 0,
                own=status in _OWN,
            )
        try:
            choice = value["choices"][0]
            text, finish = _words(choice["message"].get("content")), choice.get("finish_reason")
        except (LookupError, TypeError, AttributeError):
            raise _Failure(f"sent no chat completion{self._said(value, data)}") from None
        told = self._without_key(text).encode(errors="replace").decode()
        return Answer(told, self._without_key(finish) if isinstance(finish, str) else None)

    def _said(self, value: Any, data: bytes) -> str:
        """Return what an endpoint says in place of an answer, quoted and cut."""
        error = value.get("error", value) if isinstance(value, dict) else None
        told = (error.get("message") or error.get("detail")) if isinstance(error, dict) else error
        words = " ".join((told if isinstance(told, str) else data.decode(errors="replace")).split())
        return f": '{escape(self._without_key(words)[:_SHOWN])}'" if words else ""

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "(key)") if len(self._key) >= _KEY_LENGTH else text


def _parts(endpoint: str) -> urllib.parse.SplitResult:
    """Return the parts of an address; raises ValueError where it is none of http or https."""
    parts = urllib.parse.urlsplit(endpoint)
    # The port is judged only when it is asked for.
    if not schema.fits_part(schema.document("system")["properties"]["url"], endpoint) or parts.port == 0:
        raise ValueError
    return parts


def _words(content: Any) -> str:
    """Return what a model said; a model that refuses, or has only thought, says nothing."""
    if isinstance(content, list):  # parts, of which those of thoughts are of another type
        texts = [
            part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"
        ]
        return "".join(text for text in texts if isinstance(text, str))
    return content if isinstance(content, str) else ""


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _why(cause: object) -> str:
    if isinstance(cause, ssl.SSLError):
        return "cannot be asked: its certificate is not trusted, or it does not speak TLS"
    if isinstance(cause, socket.gaierror):
        return "cannot be reached: nobody knows its name"
    if isinstance(cause, http.client.HTTPException):
        return "broke off, or does not speak HTTP"
    return f"cannot be reached: {files.cause(cause)}" if isinstance(cause, OSError) else "cannot be reached"
