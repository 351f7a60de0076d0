# Crossread: everything a reader needs is `make run`, `make test` and `make lab`.
# All that is installed, cached or written stays inside this folder.

PYTHON ?= python3
CASE ?= data/kursk_kazan_2024
JOBS ?= 2
ROWS ?= 100000
UV_VERSION := 0.13.9

VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOMES := $(CURDIR)/build/home

export UV_CACHE_DIR := $(CURDIR)/build/cache/uv
# uv trusts the certificates that this machine trusts, as pip does.
export UV_SYSTEM_CERTS := 1
export PIP_CACHE_DIR := $(CURDIR)/build/cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export XDG_CACHE_HOME := $(HOMES)/cache
export MPLCONFIGDIR := $(HOMES)/matplotlib
export IPYTHONDIR := $(HOMES)/ipython
export JUPYTER_CONFIG_DIR := $(HOMES)/jupyter
export JUPYTER_DATA_DIR := $(HOMES)/jupyter/data
export JUPYTER_RUNTIME_DIR := $(HOMES)/jupyter/runtime
export JUPYTER_PREFER_ENV_PATH := 1
export PYTHONHASHSEED := 0

NBVAL = $(shell $(BIN)/python -c "import sys; print('--nbval' if sys.version_info[:2] == (3, 11) else '--nbval-lax')")

.PHONY: help setup run test lint unit notebooks test-spark lab save lock links bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## install everything into .venv (done by the others when needed)

run: $(READY) ## run every notebook on CASE=path; pages, figures and tables go to results/
	@$(BIN)/python tools/run.py "$(CASE)" --jobs $(JOBS)

test: lint unit notebooks ## ruff, unit tests, every notebook against its stored outputs, every figure against its picture

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit notebooks save: export MPLBACKEND := agg

unit: $(READY)
	$(BIN)/pytest -n $(JOBS) --dist worksteal

notebooks: $(READY)
	rm -rf build/nbval
	CROSSREAD_RESULTS=$(CURDIR)/build/nbval $(BIN)/pytest -n $(JOBS) --dist loadfile -o addopts=-q -p no:cacheprovider \
		$(NBVAL) --nbval-current-env --nbval-sanitize-with tests/sanitize.cfg notebooks tests/notebooks
	$(BIN)/pytest tests/pictures.py

test-spark: $(READY) ## the same ties and weights on Spark as on DuckDB (needs Java 17; ROWS=1000000 for the full size)
	@command -v java >/dev/null || { echo "make test-spark needs Java 17: on Debian, apt install openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -c "import pyspark" 2>/dev/null || $(BIN)/python tools/install.py spark
	CROSSREAD_ROWS=$(ROWS) $(BIN)/pytest tests/spark

lab: $(READY) ## open JupyterLab on the first notebook
	$(BIN)/jupyter lab notebooks/00-start-here.ipynb

save: $(READY) ## re-execute every notebook and store its outputs in place
	$(BIN)/python tools/save.py $(NOTEBOOKS)
	$(BIN)/python tools/readme.py

bench: $(READY) ## measure speed and memory beside the peers (about an hour; DATA=path adds what cannot be shipped)
	$(BIN)/python benchmarks/run.py $(if $(DATA),--data "$(DATA)")

lock: $(READY) ## pin every dependency with its hashes
	$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --only-binary :all: --upgrade -o requirements.lock

links: $(READY) ## write README.md's index of notebooks, with the address in pyproject.toml, and its picture
	$(BIN)/python tools/readme.py

clean: ## delete what the targets made
	rm -rf .venv build results .pytest_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml tools/bootstrap.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" UV_VERSION="$(UV_VERSION)" sh tools/bootstrap.sh
	@touch $(READY)
