# The whole contract: `make demo` shows the product, `make test` tries it, `make check` holds its form. Each sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# A machine that forbids Python to keep what it has compiled would have it compile every library anew in each process.
unexport PYTHONDONTWRITEBYTECODE
# Councils inspect their own traffic: trust the certificates that the machine trusts.
export UV_SYSTEM_CERTS := true

.PHONY: setup assets demo test test-long check bench bench-site bench-comparators bench-returns bench-disclosure bench-access bench-signals docs lock clean help

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

setup: $(VENV)/.done assets ## Install what the project needs, locked, into .venv, and build the style sheet and the script

$(VENV)/.done: requirements-dev.txt pyproject.toml tools/get_uv.py
	@UV=$$($(PYTHON) tools/get_uv.py) && \
	$$UV venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	$$UV pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt && \
	$$UV pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

ASSETS := src/lightwell/web/static/lightwell

assets: frontend/.done ## Build the style sheet and the script of the web application (needs Node; users of a wheel do not)
	@test -f $(ASSETS)/lightwell.css -a -f $(ASSETS)/lightwell.js || { rm -f frontend/.done; $(MAKE) --no-print-directory frontend/.done; }

frontend/.done: frontend/package-lock.json frontend/.npmrc frontend/build.mjs $(wildcard frontend/js/*.js) $(wildcard frontend/scss/*.scss)
	@command -v npm >/dev/null || { echo "Node is needed to build the style sheet and the script of the web application, and npm was not found. Install Node 20 or later (Debian: apt-get install nodejs npm) and run make again." >&2; exit 1; }
	@cd frontend && { test package-lock.json -ot node_modules/.package-lock.json || npm ci --silent; } && node build.mjs
	@touch $@

demo: setup ## Invent an authority, load its extracts, work out every indicator and write the packs
	$(BIN)/lightwell demo

# What of the site writes to its database, and so is tried on both.
STORES_IN_THE_DATABASE := tests/web/test_access.py tests/web/test_uploads.py tests/web/test_children.py tests/web/test_home.py tests/web/test_findings.py tests/web/test_uploads_of_returns.py tests/web/test_access_restricted.py tests/web/test_access_people.py tests/web/test_keeping.py tests/web/test_signin.py tests/web/test_signin_directory.py

tests/oidc/.done: tests/oidc/package-lock.json tests/oidc/.npmrc # the directory of the tests: a real OpenID Connect provider, from its package
	@cd tests/oidc && { test package-lock.json -ot node_modules/.package-lock.json || npm ci --silent; }
	@touch $@

test: setup tests/oidc/.done ## Run every test (under five minutes on two cores); brings Chromium where it may, or says how
	@$(BIN)/python tools/get_chromium.py >/dev/null
	@share=$$(mktemp -d) && trap 'rm -rf "$$share"' EXIT && export LIGHTWELL_TESTS_SHARE="$$share" && set -x && \
	$(BIN)/python -m pytest -n 2 --dist loadgroup && \
	$(BIN)/python -m tools.with_postgresql $(BIN)/python -m pytest -n 2 --dist worksteal $(STORES_IN_THE_DATABASE)

test-long: setup ## Run the tests with many more generated cases
	LIGHTWELL_LONG=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/generative tests/docs tests/browser tests/unit/comparators tests/unit/synthetic tests/unit/checks tests/unit/reports tests/unit/disclosure tests/unit/signals tests/web/test_children.py

check: setup ## Format, lint, types, import layers, definitions, generated documents unchanged, no secrets, no known vulnerability
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lightwell check
	$(BIN)/python -m tools.make_docs --check
	$(BIN)/python -m tools.papers_page --check
	$(BIN)/python -m tools.secret_scan
	$(BIN)/python -m tools.audit

bench: setup ## Measure speed and memory against the rivals; see docs/reference/measurements.md
	$(BIN)/python -m bench.indicators

bench-site: setup ## Measure the site under the load of twenty and of a hundred people, on SQLite and on PostgreSQL
	$(BIN)/python -m bench.web

bench-returns: setup ## Measure the checks of both returns against the open validators; makes them an environment of their own
	$(BIN)/python -m bench.returns --large 20000 --authorities 150

bench-disclosure: setup ## Measure how much of a pack is suppressed, and how long that takes
	$(BIN)/python -m bench.disclosure

bench-access: setup ## Measure what permission costs each page, and what the record of activity costs (LIGHTWELL_HOME: a demonstration)
	$(BIN)/python -m bench.permissions
	$(BIN)/python -m bench.activity

bench-signals: setup ## Measure how often verdicts and nowcasts are right, and how long they take (LIGHTWELL_HOME: a demonstration)
	$(BIN)/python -m bench.signals
	$(BIN)/python -m bench.signals_invented
	$(BIN)/python -m bench.nowcast
	$(BIN)/python -m bench.judging --home "$${LIGHTWELL_HOME:?a demonstration home}"

bench-comparators: setup ## Measure all comparators of one pack
	$(BIN)/python -m bench.comparators

docs: setup ## Write the generated documents again
	$(BIN)/python -m tools.make_docs
	$(BIN)/python -m tools.papers_page

lock: ## Choose versions again and write the lock files
	@UV=$$($(PYTHON) tools/get_uv.py) && \
	$$UV pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt && \
	$$UV pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt

clean: ## Remove what was installed and cached
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .hypothesis frontend/node_modules frontend/.done $(ASSETS)
