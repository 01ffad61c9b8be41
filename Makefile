# The one list of commands. `make` alone prints it.
# Needs make and Python 3.11 or later with venv and pip; everything else comes from requirements/*.txt.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check lint bench docs lock browser install install-run matrix pytest clean

VENV := .venv
BIN := $(VENV)/bin
INSTALLER_LOCK := requirements/installer.txt
RUN_LOCK := requirements/run.txt
DEV_LOCK := requirements/dev.txt
# A file stays in one process, where its tests share what is slow to prepare.
PYTEST_ARGS ?= --numprocesses auto --dist loadscope

# Wheels only: building one from source would fetch build tools that no lock names.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --progress-bar off --require-hashes --no-deps --only-binary :all:

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.package ## analyze the founding case and write report.html
	$(BIN)/standoff demo --report report.html

test: $(VENV)/.dev ## everything: lint, documentation, all tests (what CI runs)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint docs browser
	@$(MAKE) --no-print-directory pytest

pytest: $(VENV)/.dev ## all tests and nothing else
	$(BIN)/python -m pytest $(PYTEST_ARGS)

matrix: ## demo and tests on every Python from 3.11 to 3.14 that is here
	@.ci/matrix $(PYTHONS)

check: lint ## lint and the fast tests, before a commit
	$(BIN)/python -m pytest -m "not browser and not oracle" $(PYTEST_ARGS)

lint: $(VENV)/.dev ## format, lint, types, imports, dependencies; changes nothing
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

bench: $(VENV)/.dev ## compare with peers, side by side (never part of the tests)
	$(BIN)/python -m pytest benchmarks -o python_files='bench_*.py' --capture=no

docs: $(VENV)/.dev ## build the documentation in docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx --builder html --fail-on-warning --keep-going --quiet docs docs/_build/html
	@echo "docs/_build/html/index.html"

browser: ## install Debian's Chromium for the browser test where that is possible
	@command -v chromium >/dev/null 2>&1 || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null 2>&1 \
	  && echo "Installing Chromium for the browser test" \
	  && { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	       apt-get install -y -qq --no-install-recommends chromium; } </dev/null >/dev/null; \
	} || echo "Chromium is not here and cannot be installed: the browser test will skip."

install: $(VENV)/.dev ## make .venv with everything a developer needs

install-run: $(VENV)/.package ## make .venv with what a user needs

lock: $(VENV)/.dev ## resolve requirements/*.txt anew from pyproject.toml
	$(LOCK) --group installer --output-file $(INSTALLER_LOCK)
	$(LOCK) pyproject.toml --group build --output-file $(RUN_LOCK)
	$(LOCK) pyproject.toml --all-extras --group dev --group bench --constraints $(RUN_LOCK) --output-file $(DEV_LOCK)

# One version of each package for every Python, with hashes in place of the address it came from.
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet \
  --universal --python-version 3.11 --fork-strategy fewest --upgrade --only-binary :all: \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate

clean: ## remove what the other commands made
	rm -rf $(VENV) .venv-3.* docs/_build build dist report.html .pytest_cache .ruff_cache .import_linter_cache

# A changed lock rebuilds the environment from nothing, so that it holds what the lock says and no more.
# The pip that Python brings installs the locked pip and nothing else; setuptools comes with 3.11 only.
$(VENV)/.run: $(INSTALLER_LOCK) $(RUN_LOCK) $(DEV_LOCK)
	@$(FIND_PYTHON); echo "Making $(VENV) with $$($$python --version)"; \
	$$python -m venv --clear $(VENV)
	$(INSTALL) -r $(INSTALLER_LOCK)
	@if test -d $(VENV)/lib/python3.11/site-packages/setuptools; then \
	  $(PIP) uninstall --quiet --yes setuptools; fi
	$(INSTALL) -r $(RUN_LOCK)
	@touch $@

$(VENV)/.package: $(VENV)/.run pyproject.toml
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.package $(DEV_LOCK)
	$(INSTALL) -r $(DEV_LOCK)
	@touch $@

# Each candidate is run, not only looked up: a name on the path may be a shim for a missing version.
FIND_PYTHON = python=; \
  for each in $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python); do \
    if $$each -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
        >/dev/null 2>&1; then python=$$each; break; fi; \
  done; \
  if test -z "$$python"; then \
    echo "standoff needs Python 3.11, 3.12, 3.13 or 3.14 with its modules venv and ensurepip." >&2; \
    echo "  Tried: $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3 python)" >&2; \
    echo "  Fix: install one (Debian: apt-get install python3 python3-venv), or name it:" >&2; \
    echo "       make PYTHON=/path/to/python3.11 ..." >&2; \
    exit 1; \
  fi
