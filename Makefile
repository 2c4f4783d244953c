# One command each. `make demo` needs Python 3.11 or newer and a package index, nothing else.

BIN := .venv/bin
RUN := .venv/.installed-to-run
DEV := .venv/.installed-to-develop

# without byte code every process of a test run would compile all tests and libraries anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench lock llama pictures clean

demo: $(RUN)
	@$(BIN)/chancery demo $(DEMO_FLAGS) || [ $$? -eq 130 ]

test: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 $(PYTEST_FLAGS)

# the part that answers within two minutes; everything marked slow or browser is left to `make test`
check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not slow and not browser" $(PYTEST_FLAGS)

bench: $(DEV)
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.kill
	$(BIN)/python -m benchmarks.demo_time

# versions stay as they are unless asked: make lock LOCK_FLAGS=--upgrade
lock: COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock" $(LOCK_FLAGS)
lock: $(RUN)
	$(COMPILE) --extra ocr --extra postgres --output-file requirements.lock
	$(COMPILE) --all-extras --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
		--custom-compile-command "make lock" $(LOCK_FLAGS) --group llama --output-file requirements-llama.lock

# a real model server for the tests of the model path; without it they are left out
llama: .venv-llama/.installed

.venv-llama/.installed: requirements-llama.lock $(RUN)
	$(BIN)/python -m venv .venv-llama
	.venv-llama/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-llama.lock
	@touch $@

# what the README shows, taken from the demo; needs Chromium
pictures: $(DEV)
	$(BIN)/python docs/take_pictures.py

clean:
	rm -rf .venv .venv-llama build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUN): requirements.lock pyproject.toml .ci/environment
	@.ci/environment requirements.lock
	@touch $@

# what is needed to develop includes what is needed to run, so both are in place then
$(DEV): requirements-dev.lock requirements.lock pyproject.toml .ci/environment
	@.ci/environment requirements-dev.lock
	@touch $(RUN) $@
