# What a developer runs; CONTRIBUTING.md says when. `make` alone lists it.
# Needs GNU Make 3.81 or later, Node 20 or later, and .venv as `make setup` makes it.
# Elsewhere: `make fast BIN=path/to/bin/`. On Windows: BIN=.venv/Scripts/.

BIN ?= .venv/bin/
NPM_BIN := node_modules/.bin/
TOGETHER := $(MAKE) --no-print-directory -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: help
help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s%s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: ## once: the environment, the checkers and the tools for JavaScript
	python3 -m venv .venv
	.venv/bin/pip install -r tests/requirements.txt -r .ci/requirements.txt
	npm ci

.PHONY: fast
fast: ## between two edits: every check, and the tests that need neither a browser nor much time
	@$(TOGETHER) unit check

.PHONY: all
all: check ## before a merge: every check and every test; needs Chromium or Chrome
	$(BIN)pytest

.PHONY: check
check: ruff mypy biome tsc ## lint, format and types, of Python, JavaScript and CSS

.PHONY: javascript
javascript: biome tsc ## the checks and the tests of the JavaScript alone, in seconds
	node --test $(wildcard tests/player/js/*.test.js)

.PHONY: format
format: ## writes Python, JavaScript and CSS as the checks want them
	$(BIN)ruff check --fix-only --quiet .
	$(BIN)ruff format .
	$(NPM_BIN)biome check --write --linter-enabled=false .

.PHONY: bench
bench: ## the benchmarks, a quarter of an hour on a quiet machine
	for script in benchmarks/*.py; do $(BIN)python $$script || exit 1; done

# The parts, each a hook of .pre-commit-config.yaml or a step of .ci/run too.

.PHONY: ruff
ruff:
	$(BIN)ruff check .
	$(BIN)ruff format --check .

.PHONY: mypy
mypy:
	$(BIN)mypy --strict convviz

.PHONY: biome
biome:
	$(NPM_BIN)biome check --error-on-warnings .

.PHONY: tsc
tsc:
	$(NPM_BIN)tsc --project tsconfig.json

.PHONY: unit
unit: export CONVVIZ_FEW = 1
unit: # `node --test` is among them: tests/player/test_javascript.py calls it
	$(BIN)pytest -n 2 -m "not browser and not slow"
