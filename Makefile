# Callstead: `make run` and `make test` are all you need; each sets up what it lacks.

PYTHON ?= python3
IMAGE = $(PYTHON) -m image
BOX = .venv/bin/python -m appliance.daemons.box
# Mostly the tests wait for real servers, so more of them run than there are processors.
SIDE_BY_SIDE = -n 4 --dist loadfile --no-loadscope-reorder

# Each in a machine of its own, side by side; those that take longest begin. Plug-ins and the other tests' conftest are not
# loaded: imports are what an emulated processor is slowest at.
IN_THE_LAB = PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 python -m tests.lab.ready \
	--confcutdir=tests/lab -p pytest_timeout -p no:cacheprovider -vv --durations=5
ISDN = tests/lab/isdn
LAB = $(ISDN)/test_faults.py,$(ISDN)/test_lives.py $(ISDN)/test_calls.py,$(ISDN)/test_changes.py tests/lab/analog \
	$(wildcard tests/lab/test_*.py) tests/lab/drivers

.DEFAULT_GOAL := help
.PHONY: help run up down test lab bench screenshots lint clean lock python ready ready-for-tests

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-11s %s\n' "$$name" "$$text"; done

run: ready ## Set up what is missing and run the demo centre here, until Ctrl-C
	@root="$$($(IMAGE) root)" && sounds="$$($(IMAGE) sounds)" && exec $(BOX) run --root "$$root" --sounds "$$sounds"

up: ready ## The same in the background; returns when it is ready and says where it listens
	@root="$$($(IMAGE) root)" && sounds="$$($(IMAGE) sounds)" && exec $(BOX) up --root "$$root" --sounds "$$sounds"

down: ## Stop what `make up` started
	@if [ -x .venv/bin/python ]; then exec $(BOX) down; else echo "callstead: nothing was ever started here"; fi

test: ready-for-tests lint ## Set up what is missing and run every test that needs no special machine
	@.venv/bin/python -m pytest -m alone
	@.venv/bin/python -m pytest -m "not alone" $(SIDE_BY_SIDE) || { echo "Once more, with nothing beside them:"; \
		.venv/bin/python -m pytest -m "not alone" --last-failed --last-failed-no-failures none --maxfail 1; }
	@echo "Again under the box's own Python:"
	@$(IMAGE) box python -m pytest -p no:cacheprovider $(SIDE_BY_SIDE) tests/unit tests/architecture tests/scenarios

lab: ready ## Run the tests that need DAHDI's drivers, in virtual machines (built at the first time: four minutes)
	@$(IMAGE) lab $(LAB:%=--each %) $(IN_THE_LAB)

bench: ready-for-tests ## Measure; one line per figure, and build/bench.json
	@.venv/bin/python -m tests.bench

screenshots: ready-for-tests ## Take a picture of each page of the console, into build/screenshots
	@.venv/bin/python -m tests.screenshots

lint: ready ## Check style (ruff, eslint) and types (mypy, tsc)
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@$(IMAGE) frontend --check

clean: ## Stop and remove all this checkout made: .venv, build/, the demo's data; the shared cache stays
	@if [ -x .venv/bin/python ]; then $(BOX) down || true; fi
	rm -rf .venv build manager/static/built .callstead .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

lock: python ## Resolve the dependencies in setup.cfg anew into requirements/lock.txt (needs Python 3.11)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet pip-tools
	@build/lock/bin/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-header --no-emit-options --output-file requirements/lock.txt setup.cfg
	@sed -i '1i # Made by `make lock` from setup.cfg: run-time and development dependencies in one, for Python 3.11 and newer.\n' \
		requirements/lock.txt
	@rm -rf build/lock callstead.egg-info

python:
	@command -v $(PYTHON) >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update && apt-get install -y python3 python3-venv; } || \
		{ echo "callstead: this machine lacks Python; run: sudo apt-get install -y python3 python3-venv" >&2; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "callstead: Python 3.11 or newer is needed; name one: make PYTHON=python3.12 run" >&2; exit 3; }

ready: python
	@$(IMAGE) all >/dev/null

ready-for-tests: python
	@$(IMAGE) all --tests >/dev/null
