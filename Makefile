# The same targets for people and for CI. Every target makes its own environment on first use.
# The packages of the lock have no wheels yet for a Python newer than 3.14.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test mutants lint check wheel docs lock lowest clean

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed: make PYTHON=/path/to/python3.14 ..." >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-binary jsonpath-rw,seqeval -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)  ## the main job: build the dataset, run the baselines, score them, write the leaderboard
	@BENCH=$(BIN)/bench sh docs/demo.sh

test: $(READY)  ## all tests; those that need chromium or LaTeX install them where they may
	@sh tests/setup.sh
	$(BIN)/python -m pytest --numprocesses 2

mutants: $(READY)  ## test the tests of the scorer, all or MODULES="dates alpha": docs/testing.md
	$(BIN)/python docs/mutants.py $(MODULES)

lint: $(READY)  ## style, types and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell README.md CHANGELOG.md docs data leaderboard/README.md benchmark benchmarks schemas tests/*.py

docs: $(READY)  ## write everything that is generated: field tables, CLI reference, worked examples, leaderboard
	$(BIN)/python docs/generate.py

check: $(READY)  ## fail where a generated file, the release manifest, the leaderboard or the lock has drifted
	$(BIN)/python docs/generate.py --check || { \
		echo "make docs writes anew what is generated, make lock the lock: read the difference before you commit it" >&2; exit 1; }

wheel: $(READY)  ## build the wheel, install it into a clean environment, run the sample from an empty folder
	sh tests/wheel.sh $(BIN)/python

lock:  ## pin every package with its hashes, for every Python at once
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.cache/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra test pyproject.toml --output-file requirements.lock

lowest:  ## run the tests with the oldest packages that pyproject.toml allows; the size of a table follows pyarrow
	$(PYTHON) -m venv --clear .cache/lowest
	.cache/lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	.cache/lowest/bin/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" | sed 's/>=/==/' > .cache/lowest/pins.txt
	.cache/lowest/bin/uv pip install --quiet --python .cache/lowest --constraints .cache/lowest/pins.txt --editable '.[test]'
	.cache/lowest/bin/python -m pytest --numprocesses 2 --deselect 'tests/test_golden.py::test_commands_print_and_write_what_they_did[card]'

clean:  ## remove what the other targets made
	rm -rf $(VENV) .cache releases build dist mutants
