# `make run` and `make test` are all you need; `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
RUN_STAMP := .venv/.installed-for-running
TEST_STAMP := .venv/.installed-for-testing
export DJANGO_SETTINGS_MODULE ?= krachtwijken.settings.dev

.DEFAULT_GOAL := help
.PHONY: help run setup test test-all checks suites sbom lint format types unit unit-postgres scale-out browser lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: setup ## everything from a fresh clone to a site on http://127.0.0.1:8000 (PORT=, HOST=)
	@BASE_URL=$${BASE_URL:-http://$(patsubst 0.0.0.0,127.0.0.1,$(HOST)):$(PORT)} $(MANAGE) serve --host $(HOST) --port $(PORT)

setup: $(RUN_STAMP) ## everything that `make run` does short of serving
	@$(MANAGE) prepare

# In one go, so that `make -k` shows what fails in each. SUITE empty is the whole suite.
test: SUITE := quick
# A third of what takes long on PostgreSQL, another one each day, as in CI; all of it: make test THIRD_OF_TODAY=
test: export THIRD_OF_TODAY ?= $(shell expr $$(date +%-j) % 3)
test: $(TEST_STAMP) checks unit unit-postgres browser ## all checks and the suite without what takes long, in less than twenty minutes

test-all: $(TEST_STAMP) checks suites ## all checks and the whole suite, as CI runs them

checks: lint types

suites: unit unit-postgres scale-out browser

lint: $(TEST_STAMP) ## style, layers and their picture, licences, templates, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=site:. $(BIN)/lint-imports
	$(MANAGE) draw_architecture --check
	$(BIN)/python requirements/sbom.py var/sbom.json
	$(BIN)/djhtml --check --tabwidth 2 site/templates
	$(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=krachtwijken.settings.production DEBUG= ALLOWED_HOSTS=krachtwijken.example \
	  SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
	  $(MANAGE) check --deploy --fail-level WARNING

sbom: $(RUN_STAMP) ## what the site is made of and under which licences: var/sbom.json (CycloneDX)
	@$(BIN)/python requirements/sbom.py var/sbom.json

types: $(TEST_STAMP) ## mypy
	$(BIN)/mypy .

# With a PostgreSQL (TEST_DATABASE_URL) the two share the suite: what people do at once and failures halfway are asked of both.
QUICK = $(if $(filter quick,$(SUITE)),-m "not slow")
unit: $(TEST_STAMP) ## the suite on SQLite, without what PostgreSQL is asked
	$(MANAGE) prepare_model
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --create-db --ignore=tests/e2e --ignore=tests/scaleout $(QUICK) $(if $(TEST_DATABASE_URL),--beside-postgresql)

# By itself: the browser's event loop and the database of other tests do not go together in one process.
browser: $(TEST_STAMP) ## journeys and accessibility in a real browser
	$(MANAGE) prepare_model
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --timeout=700 $(QUICK) tests/e2e

unit-postgres: $(TEST_STAMP) ## the suite on PostgreSQL (TEST_DATABASE_URL), without the browser
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
	  DATABASE_URL=$$TEST_DATABASE_URL $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --create-db --ignore=tests/e2e --ignore=tests/scaleout $(QUICK); \
	elif [ -n "$$CI" ]; then echo "TEST_DATABASE_URL is not set: CI must run on PostgreSQL too"; exit 1; \
	else echo "Not on PostgreSQL: set TEST_DATABASE_URL; all of it ran on SQLite"; fi

# In one process: its tests tell one story.
scale-out: $(TEST_STAMP) ## web processes, workers, PostgreSQL, Elasticsearch and Redis, and each of them lost in turn
	$(MANAGE) prepare_model
	$(BIN)/pytest -n 0 --timeout=700 tests/scaleout

format: $(TEST_STAMP) ## rewrite code and templates in the house style, draw docs/img/architecture.svg
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 site/templates
	$(MANAGE) draw_architecture

lock: $(TEST_STAMP) ## compile requirements/*.in into hash-locked files without index addresses
	$(BIN)/python requirements/lock.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

$(RUN_STAMP): $(BIN)/python requirements/torch-cpu.txt requirements/torch.txt requirements/model.txt
	$(BIN)/python requirements/install.py model
	@touch $@

$(TEST_STAMP): $(BIN)/python requirements/torch-cpu.txt requirements/torch.txt requirements/test.txt
	$(BIN)/python requirements/install.py test
	@touch $@ $(RUN_STAMP)

clean: ## remove the environment and everything that can be made again (the database too)
	rm -rf .venv var
