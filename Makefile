# `make demo` and `make test` set up everything they need; `make` alone lists what there is.
# Another Python than python3: `make demo PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The main job, and what it draws. An attractor's name (A1, A2 …) is its row in the table that `attractors` prints.
MODEL := bone_metastasis
CONDITION := breast_tumour
CYCLE := A1
# Of the mutants of each model, in percent.
CAUGHT ?= 85
QUESTION := $(MODEL) --condition $(CONDITION)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo figures mutants test lint types contracts docs tests format bench judge clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- set-up: a virtual environment, made anew only when pyproject.toml changes ---------------------------------------

setup: $(VENV)/tools.stamp ## set up logicnet and its development tools in .venv

$(VENV)/package.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "logicnet needs Python 3.11 or later, and '$(PYTHON)' is not. Name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' comes without the venv module (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two)"
	@test -x $(BIN)/python && $(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tools.stamp: $(VENV)/package.stamp
	@echo "Setting up the development tools"
	@$(BIN)/python -m pip install --quiet --editable . --group test
	@touch $@

# --- the main job ----------------------------------------------------------------------------------------------------

demo: $(VENV)/package.stamp ## the main job: attractors of a model as a table, and its figures
	$(BIN)/logicnet attractors $(QUESTION) --format table
	@$(MAKE) --no-print-directory figures

figures: $(VENV)/package.stamp ## draw the repository's figures anew
	@mkdir -p figures
	$(BIN)/logicnet draw $(QUESTION) -o figures/$(MODEL).svg
	$(BIN)/logicnet draw $(QUESTION) --attractor $(CYCLE) -o figures/$(MODEL)_vicious_cycle.svg

# Sorted, x.tests follows the x.bnet that it is about.
mutants: $(VENV)/package.stamp ## whether the behavioural tests notice a changed rule: refreshes rules/MUTANTS.md
	$(BIN)/logicnet mutants $(sort $(wildcard rules/*.bnet rules/*.tests)) --at-least $(CAUGHT) -o rules/MUTANTS.md

# --- checks ----------------------------------------------------------------------------------------------------------

test: lint types contracts docs tests ## everything that has to hold: style, types, imports, documentation, tests

lint: setup ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## types
	$(BIN)/mypy

contracts: setup ## who imports whom
	$(BIN)/lint-imports --no-logo

docs: setup ## the examples in docstrings (README's run with the tests)
	$(BIN)/python -m pytest --doctest-modules logicnet

tests: setup ## the tests alone, on all cores
	$(BIN)/python -m pytest -n auto --dist worksteal

format: setup ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --- beside other programs -------------------------------------------------------------------------------------------

# Published models, with a script `editions.py` that sets their inputs at 1, at random, or leaves them free. What was
# measured stays in build/: a run that was ended goes on where it stopped, `make clean` starts afresh.
MODELS ?= ../shared/bbm
TIMEOUT ?= 60
NETWORKS ?= 200000
SEED ?= 1
JOBS ?= 1
EDITIONS := build/editions
BENCHMARK := $(BIN)/python -m benchmarks.published --timeout $(TIMEOUT)

bench: setup ## measure times beside other programs; refreshes the table in the README
	$(BIN)/python benchmarks/shipped_models.py
	@$(MAKE) --no-print-directory editions
	@if test -d $(EDITIONS); then set -x; \
	  $(BENCHMARK) $(EDITIONS)/true $(EDITIONS)/random --question asynchronous --question minimal-trap-spaces \
	    --question fixed-points --question synchronous --question whole-process \
	    --out build/bench.csv --readme README.md; \
	fi

judge: setup ## compare the answers with those of other programs and of brute force; takes hours
	$(BIN)/python -m benchmarks.brute_force --networks $(NETWORKS) --seed $(SEED) --save build/brute_force
	@$(MAKE) --no-print-directory editions
	@if test -d $(EDITIONS); then set -x; \
	  $(BENCHMARK) $(EDITIONS)/true $(EDITIONS)/random $(EDITIONS)/free --rounds 1 --jobs $(JOBS) --out build/judge.csv \
	    --question asynchronous --question minimal-trap-spaces --question fixed-points --question synchronous \
	    --question conditions; \
	fi

.PHONY: editions
editions:
	@if test -f $(MODELS)/editions.py; then \
	  $(BIN)/python -B $(MODELS)/editions.py $(EDITIONS); \
	else \
	  echo "The published models are not in $(MODELS): that part is skipped. Elsewhere: make $(MAKECMDGOALS) MODELS=FOLDER"; \
	fi

clean: ## remove the environment, caches and built packages; figures stay
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find logicnet tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
