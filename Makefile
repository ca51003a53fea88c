# Everything runs in its own environment, .venv, which is made on first use and renewed only when pyproject.toml
# or constraints.txt changes. Name another interpreter with `make plan PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The known good set of versions, whatever was released since.
INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable
# Empty, or a target that is never up to date if the environment has no Python (any more): whatever its stamps say,
# nothing is installed in it then.
FRESH := $(shell test -x $(BIN)/python || echo fresh)
CASE ?= inputs/afghanistan_2012
OUT ?= results/$(notdir $(CASE:/=))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help plan app test explore test-newest test-floor docs docs-numbers docs-pictures bench check constraints clean chromium test-programs fresh

help:
	@echo "make plan    plan the case in $(CASE) and write the result to $(OUT)"
	@echo "make app     open the web pages"
	@echo "make test    run all tests"
	@echo "make test-newest, make test-floor   run them on the newest and on the lowest versions of all libraries"
	@echo "make explore   run them on new random examples; nightly"
	@echo "make check   lint and check the types"
	@echo "make docs    build the documentation into docs/_build/html"
	@echo "make docs-numbers   write the numbers that the documentation quotes from shipped cases anew; some minutes"
	@echo "make docs-pictures   take the pictures of the web pages anew that the documentation shows; some minutes"
	@echo "make bench   measure plans, questions and peers and write docs/benchmarks_table.md"
	@echo "make constraints   write the versions that are installed (constraints.txt) anew, from the newest releases"
	@echo "make clean   remove everything that was built, .venv included; results stay"

plan: $(VENV)/.plain
	@$(BIN)/rightfin plan $(CASE) --out $(OUT) --force

app: $(VENV)/.web
	@$(BIN)/streamlit run app.py

test: $(VENV)/.dev test-programs
	@$(BIN)/python -m pytest -n 2

# New random examples each time, more of them where a test does not say how many; the seed repeats the run.
explore: SEED ?= $(shell $(BIN)/python -c 'import secrets; print(secrets.randbelow(10**9))')
explore: $(VENV)/.dev test-programs
	@seed=$(SEED); echo "To repeat this run: make explore SEED=$$seed"; \
	RIGHTFIN_EXPLORE=1 $(BIN)/python -m pytest -n 2 --hypothesis-seed=$$seed || { \
	echo "To repeat this run: make explore SEED=$$seed" >&2; exit 1; }

# Each makes an environment of its own from nothing, so that it holds today's releases, or the floors of pyproject.toml.
test-newest: $(BIN)/python test-programs
	@$(PYTHON) -m venv --clear $(VENV)-newest
	@$(VENV)-newest/bin/python -m pip install --quiet --editable ".[dev]"
	@$(VENV)-newest/bin/python -m pytest -n 2

test-floor: $(BIN)/python test-programs
	@$(PYTHON) -m venv --clear $(VENV)-floor
	@$(VENV)-floor/bin/python -m pip install --quiet uv
	@$(VENV)-floor/bin/python -m uv pip install --quiet --python $(VENV)-floor/bin/python --resolution lowest-direct --editable ".[dev]"
	@$(VENV)-floor/bin/python -m pytest -n 2

constraints: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python tools/constraints.py
	@echo "Wrote constraints.txt; run make test before it goes in."

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict

docs: $(VENV)/.dev
	@$(BIN)/python -m sphinx --quiet -W --keep-going -b html docs docs/_build/html
	@echo "The documentation is in docs/_build/html/index.html"

# After it, read the sentences that it lists: a right number may stand in a sentence that is wrong now.
docs-numbers: $(VENV)/.dev
	@$(BIN)/python tools/docs_numbers.py

# After it, look at them: each is as the page was.
docs-pictures: $(VENV)/.dev chromium
	@$(BIN)/python docs/page_pictures.py

bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) $(VENV)-newest $(VENV)-floor build dist docs/_build docs/generated .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path "./.git/*" -prune -exec rm -rf {} +

# install_debian: install the Debian packages $(1) if apt-get is there and we may, or say what to install.
define install_debian
	if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null; }; then \
	  if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
	  echo "Installing Debian packages: $(1)"; \
	  $$as_root apt-get -qq update && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $(1) >/dev/null || \
	  echo "apt-get could not install $(1)." >&2; \
	fi
endef

# A virtual environment that could not be finished is removed, so that the next call starts afresh. What is left of
# a broken one, stamps included, is cleared.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here: install Python 3.11 or newer (on Debian: apt-get install python3 python3-venv)." >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "rightfin needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) -V 2>&1): install a newer one and name it, as in make plan PYTHON=python3.12." >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call install_debian,python3-venv); }
	@echo "Making the environment $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "Python could not make a virtual environment: on Debian, install the package python3-venv and call make again." >&2; \
	  exit 1; }

fresh: ;

# Installed in editable form: only a change of pyproject.toml or of the known good set calls for pip again.
$(VENV)/.plain: pyproject.toml constraints.txt $(FRESH) | $(BIN)/python
	@echo "Installing rightfin and its libraries into $(VENV) (about a minute, once)"
	@$(INSTALL) .
	@touch $@

$(VENV)/.web: pyproject.toml constraints.txt $(FRESH) | $(BIN)/python
	@echo "Installing rightfin with its web pages into $(VENV) (about a minute, once)"
	@$(INSTALL) ".[web]"
	@touch $@ $(VENV)/.plain

$(VENV)/.dev: pyproject.toml constraints.txt $(FRESH) | $(BIN)/python
	@echo "Installing rightfin and the tools of its developers into $(VENV) (one to two minutes, once)"
	@$(INSTALL) ".[dev]"
	@touch $@ $(VENV)/.web $(VENV)/.plain

# The tests and the pictures drive the web pages in Chromium; the tests recalculate workbooks in LibreOffice and solve
# the open model with CBC and GLPK.
chromium:
	@[ -x /usr/bin/chromium ] || { $(call install_debian,chromium); }
	@[ -x /usr/bin/chromium ] || { \
	  echo "Chromium is needed at /usr/bin/chromium: install the package chromium and call make again." >&2; exit 1; }

test-programs: chromium
	@command -v soffice >/dev/null || { $(call install_debian,libreoffice-calc); }
	@command -v soffice >/dev/null || { \
	  echo "The tests need LibreOffice Calc (soffice): install the package libreoffice-calc and call make test again." >&2; exit 1; }
	@command -v cbc >/dev/null && command -v glpsol >/dev/null || { $(call install_debian,coinor-cbc glpk-utils); }
	@command -v cbc >/dev/null && command -v glpsol >/dev/null || { \
	  echo "The tests need the solvers CBC (cbc) and GLPK (glpsol): install the packages coinor-cbc and glpk-utils and call make test again." >&2; exit 1; }
