#!/bin/sh
# Make .venv from requirements.lock: with uv where it can be had, else with pip. Called by make, in the project's folder.
set -eu

PYTHON="${PYTHON:-python3}"
say() { printf '%s\n' "$*" >&2; }

if ! command -v "$PYTHON" >/dev/null 2>&1; then
  say "Crossread needs Python 3.11 or later; no '$PYTHON' here. Install it, or name one: make PYTHON=python3.12 ..."
  exit 1
fi
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "Crossread needs Python 3.11 or later; '$PYTHON' is $("$PYTHON" -V 2>&1). Name another: make PYTHON=python3.12 ..."
  exit 1
fi
if ! "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  say "Python's venv module is incomplete here. Install its package (on Debian or Ubuntu: apt install python$version-venv) and run make again."
  exit 1
fi
if [ ! -w . ]; then
  say "This folder is read-only and was not set up. Run 'make setup' once where it can be written; after that OUT=folder takes all that is made."
  exit 1
fi

py=.venv/bin/python
[ -x "$py" ] || "$PYTHON" -m venv .venv

with_uv() {
  [ -x .venv/bin/uv ] || "$py" -m pip install --quiet --require-hashes --only-binary :all: -r tools/uv.txt || return 1
  say "Installing the locked packages into .venv ..."
  .venv/bin/uv pip install --quiet --python "$py" --require-hashes --only-binary :all: -r requirements.lock &&
    .venv/bin/uv pip install --quiet --python "$py" --no-deps --no-build-isolation -e .
}

with_pip() {
  say "Installing the locked packages with pip, which takes a minute or two ..."
  "$py" -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
  "$py" -m pip install --quiet --no-deps --no-build-isolation -e .
}

with_uv || with_pip
