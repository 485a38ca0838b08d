"""What several rooms' tests share: the worked example, a built release of the shipped corpus, a browser."""

from __future__ import annotations

import base64
import copy
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import axe_core_python
import pytest
from hypothesis import Phase, settings

from benchmark.records.report import Counts, ratio
from benchmark.store import codec, releases, schema

ROOT = Path(__file__).resolve().parent.parent
CONFIG = """\
name = "{name}"
version = "1.0.0"
license = "CC0-1.0"
ontology = "plover@1.0.0"
annotates = ["triggers", "arguments", "dates", "status", "modes"]
match = "span+fold"

[splits]
train = 60
validation = 10
test = 30
seed = "{name}"
"""

SHOTS = ROOT / "build" / "screenshots"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 30
"""Seconds to wait for an answer."""

# The browser reads its file descriptor 3 and writes its 4; copies, for either may be one of ours already.
LAUNCH = """\
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for place, end in zip((3, 4), ends):
    os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One tab, driven over the DevTools protocol through a pipe; ``events`` is what it told unasked."""

    def __init__(self, profile):
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        browser = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out), *browser],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.orders, self.answers, self.heard = ours_out, ours_in, b""
        self.numbers, self.session, self.events = itertools.count(1), {}, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = {
            "sessionId": self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        }
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def call(self, method, **parameters):
        """Asks for something and returns the answer."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters} | self.session
        os.write(self.orders, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def read(self):
        """Returns the next message, which ends with NUL; a browser that says nothing for long has failed."""
        while b"\0" not in self.heard:
            ready, _, _ = select.select([self.answers], [], [], PATIENCE)
            more = os.read(self.answers, 1 << 16) if ready else b""
            if not more:
                raise EOFError("the browser ended, or says nothing")
            self.heard += more
        message, _, self.heard = self.heard.partition(b"\0")
        return json.loads(message)

    def open(self, path, fragment=""):
        """Opens a file and returns what the browser told of it by the time it was loaded."""
        self.events.clear()
        # By its loader, for what was opened before may say only now that it is loaded.
        loader = self.call("Page.navigate", url=path.as_uri() + fragment)["loaderId"]
        loaded = {"name": "load", "loaderId": loader}
        while not any(loaded.items() <= event["params"].items() for event in self.events):
            self.events.append(self.read())
        self.ask("document.body.offsetHeight")
        return self.events

    @property
    def requests(self):
        """Addresses that the page opened last has asked for, itself among them."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event["method"] == "Network.requestWillBeSent"
        ]

    @property
    def messages(self):
        """What that page has said on its console, and its errors."""
        talk = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
        return [event for event in self.events if event["method"] in talk]

    def shoot(self, name):
        """Keeps a picture of the whole page as a test artefact."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"]
        SHOTS.mkdir(parents=True, exist_ok=True)
        (SHOTS / f"{name}.png").write_bytes(base64.b64decode(shot))

    def violations(self):
        """Returns what the accessibility rules of axe-core say against the page, a line a rule and place."""
        axe = Path(axe_core_python.__file__).parent / "axe.min.js"
        self.ask(f"{axe.read_text(encoding='utf-8')}; 1")
        found = self.ask("axe.run({ resultTypes: ['violations'] }).then((result) => result.violations)")
        return [
            f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]
        ]

    def ask(self, expression):
        """Returns the value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, expression):
        """Waits until a JavaScript expression is true of the page."""
        last = time.monotonic() + PATIENCE
        while not self.ask(expression):
            assert time.monotonic() < last, f"never true: {expression}"
            time.sleep(0.02)

    def press(self, key, code):
        """Presses a key where the focus is."""
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text)

    def set(self, width, *, height=900, dark=False, script=True, media="", **features):
        """Sets window, medium and the reader's wishes, and whether scripts run in pages opened after."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        wishes = {"prefers_color_scheme": "dark" if dark else "light"} | features
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in wishes.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=named)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)

    def close(self):
        """Ends the browser."""
        self.session = {}
        with suppress(EOFError, OSError):
            self.call("Browser.close")
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.orders)
        os.close(self.answers)


# A machine at work on something else is no reason to fail: time is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
# Thousands of mutants are each met by the same few examples, and a failure need not be made small.
settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=20,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "unhurried")
settings.load_profile(PROFILE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Forgets what the scorer remembers: a mutant must be met by every test that reaches it.

    It is forked from a process that ran the tests and knows answers, and who reaches what is found out by one
    run of them all, in which only the first would compute what is remembered.
    """
    if PROFILE == "mutants":
        ours = [module for name, module in sys.modules.items() if name.startswith("benchmark.scoring.")]
        for member in (member for module in ours for member in vars(module).values()):
            if hasattr(member, "cache_clear"):
                member.cache_clear()


@pytest.fixture
def example_article():
    """A fresh copy of the article that the schema embeds as its example."""
    return copy.deepcopy(schema.document("article")["examples"][0])


@pytest.fixture
def example_prediction():
    """A fresh copy of the prediction that the schema embeds as its example."""
    return copy.deepcopy(schema.document("prediction")["examples"][0])


@pytest.fixture
def example_system():
    """A fresh copy of the system card that the schema embeds as its example."""
    return copy.deepcopy(schema.document("system")["examples"][0])


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def bench(capsys):
    """Runs ``bench`` with arguments, in this process."""
    from benchmark.cli.main import main

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def guest(tmp_path, monkeypatch):
    """Installs a package of one module and its entry points, as pip would lay them out."""

    def install(package, source, *entry_points, group="dateline.renderers"):
        monkeypatch.delitem(sys.modules, package, raising=False)  # one of that name in another test
        (tmp_path / f"{package}.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8"
        )
        lines = "\n".join([f"[{group}]", *entry_points])
        (info / "entry_points.txt").write_text(f"{lines}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    return install


@pytest.fixture(scope="session")
def content():
    """Reads every file below a folder, by its path."""

    def read(folder):
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return read


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The release of the shipped corpus."""
    from benchmark.corpus import builder

    (release,) = builder.build(ROOT / "data", tmp_path_factory.mktemp("shipped"))
    return release


@pytest.fixture(scope="session")
def report_of():
    """Makes the report of a system as JSON, from the whole numbers of each article by metric.

    Numbers are three of a score (m, p, g) or two of a share (right, support); articles are a00, a01, ...
    Further names replace keys of the report.
    """

    def make(name, numbers, **changed):
        example = copy.deepcopy(schema.document("report")["examples"][0])
        size = len(next(iter(numbers.values())))
        scores, shares, kept = {}, {}, {}
        for metric, rows in numbers.items():
            told = {"name": metric, "label": metric.replace("_", " ").capitalize()}
            totals = [sum(column) for column in zip(*rows, strict=True)]
            if len(totals) == 2:
                total, support = totals
                shares[metric] = {
                    **told,
                    "total": total,
                    "support": support,
                    "value": ratio(total, support),
                }
                parts = ("total", "support")
            else:
                counts = Counts(*totals)
                scores[metric] = {
                    **told,
                    "matched": counts.matched,
                    "predicted": counts.predicted,
                    "gold": counts.gold,
                    "precision": counts.precision,
                    "recall": counts.recall,
                    "f1": counts.f1,
                }
                parts = ("matched", "predicted", "gold")
            kept[metric] = dict(zip(parts, map(list, zip(*rows, strict=True)), strict=True))
        return {
            **example,
            "system": {**example["system"], "name": name, "version": "1"},
            "articles": size,
            "scores": scores,
            "shares": example["shares"] | shares,
            "per_article": {"articles": [f"a{i:02}" for i in range(size)], "numbers": kept},
            **changed,
        }

    return make


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """One tab of a headless Chromium, where one is installed."""
    if CHROMIUM is None:
        pytest.skip("no chromium is installed, and the set-up could not install one")
    made = Browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.close()


@pytest.fixture
def opened(browser, path):
    """The browser with the page of a module's ``path`` open, wide and light."""
    browser.set(1280)
    browser.open(path)
    return browser


@pytest.fixture(scope="session")
def config():
    """Makes the benchmark.toml of a benchmark of that name, with three splits."""
    return lambda name: CONFIG.format(name=name)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory, config):
    """The corpus of a benchmark called tiny: four of our own articles, two to train on and two to test on."""
    source = tmp_path_factory.mktemp("tiny")
    (source / "articles").mkdir()
    (source / "benchmark.toml").write_text(config("tiny"), encoding="utf-8")
    for i, path in enumerate(sorted((ROOT / "data" / "articles").glob("*.json"))[:4]):
        article = json.loads(path.read_bytes()) | {"split": ("train", "test")[i % 2]}
        (source / "articles" / path.name).write_text(json.dumps(article), encoding="utf-8")
    return source


@pytest.fixture(scope="session")
def seal():
    """Writes the manifest of a release made by hand, with the digest of what it says."""

    def write(folder, manifest):
        splits = {split: entry["digest"] for split, entry in manifest["splits"].items()}
        ontology = manifest["ontology"]["digest"]
        digest = releases.release_digest(splits, manifest["annotates"], manifest["match"], ontology)
        (folder / releases.MANIFEST).write_bytes(codec.pretty(manifest | {"digest": digest}))

    return write
