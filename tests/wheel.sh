# Builds the wheel, installs it into a clean environment, and runs the sample there, in an empty folder:
# what works only in a checkout fails here. Usage: sh tests/wheel.sh PYTHON (of the pinned environment)
set -eu
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$work/wheel" .
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-binary jsonpath-rw,seqeval -r requirements.lock
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$work"/wheel/*.whl
"$work/venv/bin/python" -m pip check

mkdir "$work/empty" && cd "$work/empty"
bench=$work/venv/bin/bench
"$bench" --version
"$work/venv/bin/dateline-bench" --version
"$work/venv/bin/mypy" --strict --cache-dir "$work/types" -c "from benchmark.scoring import AlignedMetric, Alignment, Cells, Counts, Options, score; from benchmark.store import predictions"
"$bench" schema article > article.schema.json
"$bench" build --out releases
release=$(echo releases/*/)
"$bench" predict gold --data "$release" --split test --out gold
"$bench" validate gold/predictions.jsonl gold/system.json --data "$release"
"$bench" score gold/predictions.jsonl --data "$release" --system gold/system.json --report gold/report.json
"$work/venv/bin/python" - <<'PYTHON'
import json

scores = json.load(open("gold/report.json"))["scores"]
wrong = {name: score["f1"] for name, score in scores.items() if score["f1"] not in (1, None)}
assert not wrong, f"gold against itself is not 1: {wrong}"
PYTHON
echo "wheel: the sample runs from an empty folder"
