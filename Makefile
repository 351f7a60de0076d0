# Crossread: everything a reader needs is `make run`, `make test` and `make lab`.
# All that is installed, cached or written stays inside this folder, or in OUT where one is named.
# What a reader types reaches the commands through the environment only: no recipe expands it, so nothing in it is run.

ifeq ($(OS),Windows_NT)
$(error Crossread runs on Linux and macOS. On Windows open it inside WSL (wsl --install, then make run in its shell), or in an editor that reads .devcontainer)
endif

SHELL := /bin/sh
PYTHON ?= python3
CASE ?= data/kursk_kazan_2024
JOBS ?= 2
ROWS ?= 100000
OUT ?=
READERS := PYTHON CASE AS_OF SINCE NAME FROM REPORT T JOBS ROWS DATA NOTEBOOKS LIMIT OUT CHROMIUM AXE PAGES
$(foreach variable,$(READERS),$(eval override $(variable) := $$(value $(variable))))
export $(READERS)

# OUT takes results, build and caches, so that a checkout that was set up may be read-only.
HERE := $(if $(OUT),$(if $(filter /%,$(firstword $(OUT))),$(OUT),$(CURDIR)/$(OUT)),$(CURDIR))
BUILD := $(HERE)/build
READY := .venv/.ready
PY := .venv/bin/python

export BUILD
export CROSSREAD_OUT := $(HERE)
export UV_CACHE_DIR := $(BUILD)/cache/uv
# uv trusts the certificates that this machine trusts, as pip does.
export UV_SYSTEM_CERTS := 1
export PIP_CACHE_DIR := $(BUILD)/cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONPYCACHEPREFIX := $(BUILD)/cache/python
export RUFF_CACHE_DIR := $(BUILD)/cache/ruff
export MYPY_CACHE_DIR := $(BUILD)/cache/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(BUILD)/cache/hypothesis
export XDG_CACHE_HOME := $(BUILD)/home/cache
export MPLCONFIGDIR := $(BUILD)/home/matplotlib
export IPYTHONDIR := $(BUILD)/home/ipython
export JUPYTER_CONFIG_DIR := $(BUILD)/home/jupyter
export JUPYTER_DATA_DIR := $(BUILD)/home/jupyter/data
export JUPYTER_RUNTIME_DIR := $(BUILD)/home/jupyter/runtime
export JUPYTER_PREFER_ENV_PATH := 1
export PYTHONHASHSEED := 0

PYTEST := $(PY) -m pytest -o cache_dir="$$BUILD/cache/pytest"
NBVAL = $(shell $(PY) -c "import sys; print('--nbval' if sys.version_info[:2] == (3, 11) else '--nbval-lax')")

.DEFAULT_GOAL := help
.PHONY: help setup run test quick lint unit notebooks test-spark browser-test mutants coverage licences lab case sheet drop brief export save schema docs lock \
	links bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## install everything into .venv (done by the others when needed)

run: $(READY) ## run every notebook on CASE=path [AS_OF=day LIMIT=minutes OUT=folder]; pages, brief, figures, tables go to results/
	@$(PY) tools/run.py --jobs="$$JOBS" --as-of="$$AS_OF" --limit="$$LIMIT" -- "$$CASE"

test: lint unit notebooks ## lint, all unit tests, every notebook against its stored outputs, every figure against its picture

quick: lint ## lint and the fast unit tests: under a minute once it has run before
	$(PYTEST) -n "$$JOBS" --dist worksteal -m "not slow"

lint: $(READY) ## rules, format and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

unit quick notebooks save: export MPLBACKEND := agg

unit: $(READY) ## all unit tests, or those whose file or name holds T=word
	@set -- tests/test_*"$$T"*.py; \
	if [ -z "$$T" ]; then $(PYTEST) -n "$$JOBS" --dist worksteal; \
	elif [ -e "$$1" ]; then $(PYTEST) "$$@"; else $(PYTEST) -k "$$T"; fi

notebooks: $(READY) ## every notebook against its stored outputs, every figure against its picture
	rm -rf "$$BUILD/nbval"
	CROSSREAD_RESULTS="$$BUILD/nbval" $(PY) -m pytest -n "$$JOBS" --dist loadfile -o addopts=-q -p no:cacheprovider \
		$(NBVAL) --nbval-current-env --nbval-sanitize-with tests/sanitize.cfg notebooks tests/notebooks
	$(PYTEST) tests/pictures.py

test-spark: $(READY) ## the same ties and weights on Spark as on DuckDB (needs Java 17; ROWS=1000000 for the full size)
	@command -v java >/dev/null || { echo "make test-spark needs Java 17: on Debian, apt install openjdk-17-jre-headless"; exit 1; }
	$(PY) -c "import pyspark" 2>/dev/null || $(PY) tools/install.py spark
	CROSSREAD_ROWS="$$ROWS" $(PYTEST) tests/spark

browser-test: $(READY) ## every page of a hostile case in a Chromium: no script, no request, readable [CHROMIUM=path AXE=path PAGES=folder]
	$(PY) -c "import playwright" 2>/dev/null || $(PY) tools/install.py browser
	$(PYTEST) -rs tests/browser

mutants: $(READY) ## break 150 formulas one at a time: does a test notice? (an hour of the processor; table in build/mutants.csv)
	$(PY) tools/mutants.py

coverage: $(READY) ## lines and branches of src/helpers that the unit tests run, least covered first
	$(PY) -m coverage run --branch --source=src/helpers --data-file="$$BUILD/coverage" -m pytest -q -p no:cacheprovider
	$(PY) -m coverage report --data-file="$$BUILD/coverage" --skip-covered --sort=cover

licences: $(READY) ## under which licence each dependency stands, and a bill of materials (CycloneDX): build/licences.md, build/sbom.json
	$(PY) tools/licences.py

lab: $(READY) ## open JupyterLab on the first notebook
	$(PY) -m jupyterlab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

case: $(READY) ## draft a case of your own: NAME=my_case FROM=folder-or-files
	@$(PY) tools/case.py --name="$$NAME" -- "$$FROM"

sheet: $(READY) ## write the coding sheet of CASE=path
	@$(PY) tools/sheet.py -- "$$CASE"

drop: $(READY) ## take a report and all its rows out of CASE=path: REPORT=id
	@$(PY) tools/drop.py --report="$$REPORT" -- "$$CASE"

brief: $(READY) ## one page on CASE=path as of AS_OF=day [SINCE=day]: what is new, who says so, how sure
	@$(PY) tools/brief.py --as-of="$$AS_OF" --since="$$SINCE" -- "$$CASE"

export: $(READY) ## CASE=path for other programs: GEXF, STIX, FollowTheMoney, data package, spreadsheet
	@$(PY) tools/export.py -- "$$CASE"

save: $(READY) ## re-execute every notebook (or NOTEBOOKS="path ...") and store its outputs in place
	$(PY) tools/save.py
	$(PY) tools/readme.py
	$(PY) tools/api.py

schema: $(READY) ## write datapackage.json of the bundled case and of the tests' case anew from src/helpers/schema.py
	$(PY) tools/schema.py

docs: $(READY) ## write docs/api.md anew from the docstrings
	$(PY) tools/api.py

bench: $(READY) ## measure speed and memory beside the peers (about an hour; DATA=path adds what cannot be shipped)
	$(PY) benchmarks/run.py $${DATA:+"--data=$$DATA"}

lock: $(READY) ## pin every dependency with its hashes
	.venv/bin/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --only-binary :all: --upgrade -o requirements.lock

links: $(READY) ## write README.md's index of notebooks, with the address in pyproject.toml, and its picture
	$(PY) tools/readme.py

clean: ## delete what the targets made
	rm -rf .venv build results .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(READY): requirements.lock pyproject.toml tools/bootstrap.sh tools/uv.txt
	@sh tools/bootstrap.sh
	@touch $(READY)
