# Commands: film, test, check, local, lock. Everything happens in .venv; nothing is installed elsewhere.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SCRIPT ?= assets/scripts/rain-night.txt
# The build of PyTorch that fits the machine: for example TORCH=torch==2.13.0.
TORCH ?= torch
# Each process of the tests would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: film test test-quick check local lock clean

## The sample, or SCRIPT=..., as a finished film.
film: $(READY)
	$(BIN)/drama run $(SCRIPT)

## All tests; test-quick leaves out those that make whole films.
test: $(READY)
	$(BIN)/python -m pytest -n auto

test-quick: $(READY)
	$(BIN)/python -m pytest -n auto -m "not slow"

## Style and types.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

## What models on one's own machine need, with this PyTorch and no other; several gigabytes where it
## comes with CUDA.
local: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation $(TORCH) -e '.[local]'

## Resolve the dependencies anew and write them down with their hashes.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --extra dev --extra c2pa --extra pdf --extra s3 --extra spaces --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build dist *.egg-info

# The lock has everything that is needed: pip has nothing to look for.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "shortdrama needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
