# mas_hub: everything a person types. `make help` lists it.

PORT ?= 8000
DATA ?= ./data
MINUTES ?= 60
PYTHON ?= python3

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
# Tests start the server some hundred times: what was compiled once is kept.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PYTEST := $(BIN)/pytest -q
IN_MEMORY = TMPDIR="$$(.ci/setup/room.sh)"
# The frontend is built with the Node.js that the virtual environment brings.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend

# Each step of the set-up leaves a mark, so that what is done is not done again.
VENV := .venv/.made
PINS := .venv/.pins
PACKAGE := .venv/.package
MODULES := frontend/node_modules/.installed
PAGES := mas_hub/web/static/index.html
FRONTEND := $(wildcard frontend/*.html frontend/*.config.* frontend/tsconfig*.json) \
	$(shell find frontend/src frontend/public -not -name '*.test.ts' 2>/dev/null)

.PHONY: help install run check test thorough e2e scale faults browser servers pictures bench soak format pins sbom audit clean \
	check-format check-lint check-types check-imports check-frontend test-frontend test-python

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

install: $(PACKAGE) $(PAGES) ## set up what run and test share

run: install ## the demo, served: make run [PORT=8000] [DATA=./data]
	@exec $(BIN)/mas-hub run --port $(PORT) --data $(DATA) --demo

test: install browser servers ## every test, real browsers and several workers included
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory --jobs=3 --keep-going --output-sync=target thorough faults scale
	@$(MAKE) --no-print-directory e2e

check: install ## the quick checks: format, lint, types, imports, unit tests
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target \
		test-python check-types check-frontend test-frontend check-imports check-lint check-format

bench: install servers ## speed beside a bare stack: make bench [QUICK=1, under five minutes]
	@$(BIN)/python -m tests.bench $(if $(QUICK),--quick)

soak: install servers ## kill, cut and freeze real servers for long: make soak [MINUTES=60]
	@$(BIN)/python -m tests.faults --minutes $(MINUTES)

format: install ## put the source in its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

browser: ## find or install Chromium for the end-to-end tests
	@.ci/setup/browser.sh

pictures: install browser ## docs/images anew, taken of the demo
	@$(BIN)/python -m tests.e2e.pictures
	@$(BIN)/python -m tests.e2e.pictures_of_recording
	@$(BIN)/python -m tests.e2e.pictures_chairing

servers: ## find or install PostgreSQL, Redis and nginx for the tests of several workers
	@.ci/setup/servers.sh

clean: ## remove what was built; keeps data
	rm -rf .venv frontend/node_modules mas_hub/web/static test-results dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- set-up ----------------------------------------------------------------------------------------------------------

$(VENV):
	@PYTHON="$(PYTHON)" .ci/setup/make-venv.sh .venv
	@touch $@

$(PINS): $(VENV) requirements-dev.txt
	@echo "Installing the Python packages (about a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(PACKAGE): $(PINS) pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(MODULES): frontend/package.json frontend/package-lock.json | $(PINS)
	@echo "Installing the frontend's packages"
	@$(NPM) ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

$(PAGES): $(MODULES) $(FRONTEND)
	@echo "Building the frontend"
	@$(NPM) run build --silent -- --logLevel=warn
	@touch $@

pins: $(VENV) ## pin every dependency anew, with hashes
	@.ci/setup/pin.sh $(BIN)/python

sbom: $(PINS) ## what the product is made of, as CycloneDX in dist
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/setup/sbom.sh $(BIN)/python

audit: $(PINS) ## ask the registries for known weaknesses of what is pinned
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/setup/audit.sh $(BIN)/python

# --- checks (make check runs them two at a time) ---------------------------------------------------------------------

check-format:
	@$(BIN)/ruff format --check .

check-lint:
	@$(BIN)/ruff check --quiet .

check-types:
	@$(BIN)/mypy --no-error-summary

check-imports:
	@$(BIN)/lint-imports --no-logo

check-frontend:
	@$(NPM) run check --silent

test-frontend:
	@$(NPM) test --silent

test-python:
	@$(IN_MEMORY) $(PYTEST) -m "not e2e and not thorough and not scale and not faults"

# Three at a time keep two cores busy: servers and pages wait for seconds to pass, and for each other.
# Beside it `make test` runs faults and scale, which wait for most of the time. Those come first, and this is not starved:
# both hold what comes within seconds against their bounds.
thorough: install
	@$(IN_MEMORY) nice -n 5 $(PYTEST) -m thorough -n 3 --dist loadfile --no-loadscope-reorder

e2e: install browser
	@$(IN_MEMORY) $(PYTEST) -m e2e -n 3 --dist loadfile --no-loadscope-reorder tests/e2e

scale: install servers
	@$(PYTEST) -m scale -n 2 --dist loadfile tests/scale

faults: install servers
	@$(PYTEST) -m faults tests/faults
