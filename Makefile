# A fresh machine needs only git, make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup setup-dev demo test lint check fuzz bench docs

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("ecograph needs Python 3.11 or newer; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check --group check --group test
	@touch $@

setup: .venv/installed  ## install into .venv

setup-dev: .venv/installed-dev  ## install what tests and checks need too
	@sh tests/setup_browser.sh

demo: setup  ## build, check and draw the Xiamen graph into out/
	$(BIN)/ecograph demo

test: setup-dev  ## run all tests, pages in Chromium included
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: setup-dev  ## format, lint, types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## all that must pass

fuzz: setup-dev  ## mutated regions, queries, options: nothing may end in an error of ours
	$(BIN)/python tests/fuzz.py

bench: setup-dev  ## ratios against peers, each in one run
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/networks.py
	$(BIN)/python benchmarks/pages.py

docs: setup-dev  ## the ontology's documentation, in both languages, into build/docs/
	$(BIN)/python docs/ontology_pages.py build/docs
