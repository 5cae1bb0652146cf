# Two words do everything on a machine with Python 3.11+ and make: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
VENV := .venv
RUN := $(VENV)/bin

.PHONY: install serve test check bench faults lock clean

install: $(VENV)/.installed

serve: install
	@exec $(RUN)/leerstand serve --port $(PORT) --data $(DATA)

test: $(VENV)/.installed-dev
	$(RUN)/pytest -n 2 --dist worksteal

check: $(VENV)/.installed-dev
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports

bench: $(VENV)/.installed-dev
	$(RUN)/python -m tests.bench

faults: $(VENV)/.installed-dev
	$(RUN)/python -m tests.faults

lock: $(VENV)/.installed-dev
	rm -f requirements.txt requirements-dev.txt
	$(RUN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(RUN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) leerstand/static/vendor

$(VENV)/.installed: pyproject.toml requirements.txt package-lock.json hatch_build.py
	@echo "Fetching what leerstand needs (some 330 MB); this takes one to four minutes."
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(RUN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
