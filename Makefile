# The doors of the house. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INSTALLED := $(VENV)/.installed
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format docs bench lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-16s %s\n' "$$name" "$$text"; done

install: $(INSTALLED) ## make the environment in .venv/

demo: $(INSTALLED) ## simulate a city, train, score, and show the ten cases to look at first
	@$(BIN)/mingcha demo $(ARGS)

test: $(INSTALLED) ## run the tests (ARGS="-k masking" for some of them)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(ARGS)

lint: $(INSTALLED) ## check style, types, import rules, and that generated documents are up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m features.catalogue | diff -u docs/red-flags.md - || { echo "docs/red-flags.md is out of date: run make docs"; exit 1; } >&2
	@$(BIN)/python -m detection.helptext | diff -u docs/help.md - || { echo "docs/help.md is out of date: run make docs"; exit 1; } >&2

format: $(INSTALLED) ## put the code into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED) ## write the generated documents again
	@$(BIN)/python -m features.catalogue > $(VENV)/page.md && mv $(VENV)/page.md docs/red-flags.md
	@$(BIN)/python -m detection.helptext > $(VENV)/page.md && mv $(VENV)/page.md docs/help.md

bench: $(INSTALLED) ## run the benchmarks
	@set -e; for name in $(notdir $(basename $(wildcard benchmarks/[a-z]*.py))); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name $(ARGS); done

lock: $(INSTALLED) ## resolve the dependencies again and write requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--group dev --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml $(ARGS)

clean: ## remove the environment and everything that tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# uv at its locked version installs in a third of pip's time. It does not read pip's settings, though: where only
# pip knows the way to an index (a mirror in pip.conf), pip installs the same locked files.
$(INSTALLED): requirements.lock pyproject.toml
	@command -v $(PYTHON) > /dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or name one with make PYTHON=..."; exit 2; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "mingcha needs Python 3.11 or newer and this is $$($(PYTHON) --version): name another with make PYTHON=..."; exit 2; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
		{ echo "$(PYTHON) cannot make a virtual environment: on Debian run apt-get install python3-venv"; exit 2; } >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies into $(VENV)/: about 1.2 GB, a minute or two the first time."
	@awk '/^[^ #]/ { uv = /^uv==/ } uv' requirements.lock > $(VENV)/uv.lock
	@$(PIP) --require-hashes --requirement $(VENV)/uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock || \
		{ echo "uv found no way to the packages; installing with pip instead."; $(PIP) --require-hashes --requirement requirements.lock; }
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
