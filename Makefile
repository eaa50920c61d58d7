# `make` or `make help` lists what can be done. Everything is installed into .venv, nothing outside this folder.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test bench fire check audit fix lock

SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(firstword $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITABLE)' 2>/dev/null && echo $$python; done) python3)
PY := .venv/bin/python
FOR ?= 180
# Tests wait for other processes a good part of their time: half as many more of them as there are processors.
TOGETHER ?= $(shell $(PYTHON) -c 'import os; print(min(os.cpu_count() * 3 // 2, 8))')
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
# A test that kills processes or takes the time may fail because another one had the processor. It has one more
# try, with the machine to itself, and the first try stays in the log; what fails then has failed.
FAILED_ALONE = { test $$? -eq 1 && echo "Once more, what failed, alone:" && \
	$(PY) -m pytest --last-failed --last-failed-no-failures none --maxfail 1 $(1); }
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed ## Install what the service needs (done by run)

run: setup ## Start the service on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(PY) manage.py serve

test: .venv/installed-dev ## Run every test, then those of the path again on PostgreSQL and Redis
	$(PY) -m pytest -n $(TOGETHER) || $(call FAILED_ALONE)
	$(PY) -m pytest -n $(TOGETHER) --stack servers -m stack || $(call FAILED_ALONE,--stack servers -m stack)

fire: .venv/installed-dev ## Kill what runs, for minutes, and look whether anything was lost (FOR=60 for a minute each)
	$(PY) -m pytest -m fire --fire-seconds $(FOR) -s
	$(PY) -m pytest -m "fire and stack" --fire-seconds $(FOR) -s --stack servers

bench: .venv/installed-dev ## Measure how fast it is, some ten minutes long: docs/capacity.md says what is wanted
	$(PY) -m tests.bench --keep

check: export SITE_URL := https://invoices.example
check: export SECRET_KEY := only-for-the-deployment-check-and-long-enough-for-it-0123456789-abcdef
check: export DATA_DIR := $(CURDIR)/var/check
check: .venv/installed-dev ## Look for mistakes without running anything
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/djangofmt --quiet --check templates
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

audit: .venv/installed-dev ## Look what is locked up in a list of known vulnerabilities
	@$(PY) .ci/audit .venv/bin/uv

fix: .venv/installed-dev ## Format the code and repair what can be repaired by itself
	.venv/bin/ruff format
	.venv/bin/ruff check --fix
	.venv/bin/djangofmt --quiet templates

lock: .venv/installed-dev ## Pin what pyproject.toml asks for, with hashes
	$(UV_COMPILE) pyproject.toml -o requirements.lock
	$(UV_COMPILE) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c '$(SUITABLE)' || { echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is" \
		"$$($(PYTHON) --version 2>&1). PYTHON=/path/to/python3.11 names another one." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing into .venv, which takes about a minute …"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing the tools for tests and checks into .venv …"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@
