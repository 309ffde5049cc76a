# A fresh machine needs only git, make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps
UV := uv==0.13.9
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' --group build

.PHONY: help setup setup-dev demo test lint check fuzz bench docs lock test-versions

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("ecograph needs Python 3.11 or newer; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml requirements.lock | .venv/bin/pip
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(INSTALL) --require-hashes --no-build-isolation -r requirements-dev.lock
	@touch $@

.venv/bin/uv: Makefile | .venv/bin/pip
	$(INSTALL) $(UV)
	@touch $@

setup: .venv/installed  ## install into .venv

setup-dev: .venv/installed-dev  ## install what tests and checks need too
	@sh tests/setup_browser.sh
	@sh tests/setup_servers.sh
	@sh tests/setup_spark.sh

demo: setup  ## build, check and draw the Xiamen graph into out/
	$(BIN)/ecograph demo

test: setup-dev  ## run all tests, pages in Chromium included
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

lint: setup-dev  ## format, lint, types, import layers; the scripts of pages too
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@sh tests/setup_web.sh
	npm --prefix tests/pages/web run --silent lint
	npm --prefix tests/pages/web run --silent types

check: lint test  ## all that must pass

fuzz: setup-dev  ## mutated regions, queries, options: nothing may end in an error of ours
	$(BIN)/python tests/fuzz.py

bench: setup-dev  ## all ratios against peers in one table; BENCH_ARGS='--largest 7' for a larger nation
	$(BIN)/python benchmarks/every.py --write $(BENCH_ARGS)

docs: setup-dev  ## the ontology's documentation, in both languages, into build/docs/
	$(BIN)/python docs/ontology_pages.py build/docs

lock: .venv/bin/uv  ## pin what is installed, with hashes; LOCK_ARGS=--upgrade takes what is newest
	$(LOCK) $(LOCK_ARGS) --all-extras --group check --group test -o requirements-dev.lock
	$(LOCK) $(LOCK_ARGS) --no-annotate -c requirements-dev.lock -o requirements.lock

test-versions: .venv/bin/uv  ## run all tests with the lowest and newest allowed versions, per Python
	@sh tests/setup_browser.sh
	@sh tests/versions.sh $(BIN)/uv $(PYTEST_ARGS)
