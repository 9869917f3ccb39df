# Each target does all the set-up it needs, also on a machine where nothing was installed by hand.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DIR ?= build/demo
LOCK := pip-compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --strip-extras --allow-unsafe $(if $(upgrade),--upgrade)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

.PHONY: help demo test run check fix bench soak mutants package migration lock system system-for-test system-for-package

help: ## lists these targets
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## builds three logbooks from real records in build/demo (or DIR=…) and opens Force HQ's
	@if [ "$(DIR)" = build/demo ]; then rm -rf build/demo; fi
	@mkdir -p "$(dir $(DIR))"
	@$(BIN)/liaison demo "$(DIR)"
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		LIAISON_PASSPHRASE=liaison-demo $(BIN)/python -m app "$(DIR)/force"; \
	else \
		echo "There is no display here; with one, LIAISON_PASSPHRASE=liaison-demo $(BIN)/python -m app $(DIR)/force opens the logbook."; \
	fi

test: system-for-test check ## checks the code, then runs every test but the soak tests
	$(BIN)/python -m pytest -n 2 $(args)

run: $(READY) ## opens the desktop
	$(BIN)/python -m app

check: $(READY) ## style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## mends what ruff can mend by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY) ## measures times and sizes and prints them as a table
	$(BIN)/python -m tests.benchmarks

soak: system-for-test $(READY) ## lives through a year of a mission (SEED=n: that one only), then the long randomised tests and mutants
	$(BIN)/python -m tests.soak --seed $(or $(SEED),1)
ifndef SEED
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -m soak -o faulthandler_timeout=0 $(args)
	$(BIN)/python -m tests.mutants
endif

mutants: system-for-test $(READY) ## deletes each check of the core in turn and lists those that no test misses (only=PATH: in it alone)
	$(BIN)/python -m tests.mutants $(if $(only),--only "$(only)") $(args)

package: system-for-package $(READY) ## builds the Linux program in dist/ and lets it check itself
	bash packaging/linux/build

migration: $(READY) ## drafts a database migration; m="…" says what changes
	@test -n "$(m)" || { echo 'Say what changes: make migration m="…"' >&2; exit 2; }
	$(BIN)/python -m tests.migration_draft "$(m)"

lock: $(READY) ## pins the requirements again (upgrade=1 takes newer versions)
	$(BIN)/$(LOCK) --no-build-isolation -o requirements/run.txt pyproject.toml
	cd requirements && ../$(BIN)/$(LOCK) -o dev.txt dev.in

# The environment is made again only where the lock or the build configuration changed.
$(READY): requirements/dev.txt pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Liaison Logbook needs Python 3.11 or newer; name one with make PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app
	@touch $@

system:
	@PYTHON="$(PYTHON)" bash packaging/linux/system-packages run

system-for-test system-for-package:
	@PYTHON="$(PYTHON)" bash packaging/linux/system-packages $(@:system-for-%=%)
