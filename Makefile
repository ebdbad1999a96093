# What a clone can do. Every target does its own set-up in .venv; nothing is installed outside it
# except, for the browser tests on a Debian machine without a browser, the system's chromium package.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint torture fuzz fuzz-bytes sbom audit bench bench-peers train pictures lock clean

# Nothing but the hashed packages of requirements.lock is installed; the build of the project itself
# uses the hatchling of that same lock (--no-build-isolation).
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	$(BIN)/casethread demo $(DEMO)

test: $(READY)
	$(BIN)/python tests/browser_setup.py
	$(BIN)/python -m pytest $(TESTS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The store killed three hundred times while it writes (the suite does it thirty times).
torture: $(READY)
	CASETHREAD_TORTURE=300 $(BIN)/python -m pytest -q -s tests/model/test_nothing_lost.py

# Every reader on files made at random from real ones; FUZZ is how many for each. Findings go to tests/hostile.
FUZZ ?= 2000
fuzz: $(READY)
	CASETHREAD_FUZZ=$(FUZZ) $(BIN)/python -m pytest -q tests/hostile/test_fuzz.py

# The same on bytes chosen by which lines they reach; its one tool stays in a folder of its own.
SECONDS ?= 60
FUZZER := $(VENV)/fuzzer/.ready
$(FUZZER): $(READY) tests/hostile/atheris.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade \
	  --target $(VENV)/fuzzer -r tests/hostile/atheris.lock
	@touch $@

fuzz-bytes: $(FUZZER)
	for kind in csv docx eml md pdf txt xlsx; do \
	  PYTHONPATH=$(VENV)/fuzzer $(BIN)/python tests/hostile/fuzz_bytes.py $$kind $(SECONDS) .fuzz/$$kind || exit 1; done

bench: $(READY)
	$(BIN)/python benchmarks/files.py
	$(BIN)/python benchmarks/reading.py --speed
	$(BIN)/python benchmarks/times.py --alone
	$(BIN)/python -m benchmarks.timenet
	$(BIN)/python -m benchmarks.graph
	$(BIN)/python -m benchmarks.exports

# The weights that guess the kind of a clause without a cue, learned anew from the vocabulary and tests/corpus.
train: $(READY)
	$(BIN)/python -m benchmarks.train_guess

# The reader of time expressions beside other libraries on the same sentences. These are put in a folder of
# their own, so that the program never sees them.
PEERS := $(VENV)/peers/.ready
$(PEERS): $(READY) benchmarks/peers.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade \
	  --target $(VENV)/peers -r benchmarks/peers.lock
	@touch $@

bench-peers: $(PEERS)
	PYTHONPATH=$(VENV)/peers $(BIN)/python benchmarks/times.py

# First drawing, main-thread work and kB a zoom, edit to redraw, at 1,000 to 100,000 events, in a real browser.
bench-ui: $(READY)
	$(BIN)/python benchmarks/ui.py

# The pictures in README and docs, made from the running program with the worked example.
pictures: $(READY)
	$(BIN)/python docs/pictures/make.py

# What the program is made of, for a release: CycloneDX, checked against the standard's schema.
SUPPLY := $(VENV)/supply/.ready
$(SUPPLY): $(READY) supply/tools.lock
	$(PYTHON) -m venv $(VENV)/supply
	$(VENV)/supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r supply/tools.lock
	@touch $@

sbom: $(SUPPLY)
	PYTHONPATH=$$($(VENV)/supply/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))") \
	  $(BIN)/python -m supply.sbom casethread-sbom.json --check

# Whether a weakness is known in any package: weekly and before a release, where the service can be reached.
# Fails too when it could not be asked about every package.
audit: $(SUPPLY)
	$(BIN)/python -m supply.audit $(VENV)/supply/bin/pip-audit

# For maintainers: needs uv. Universal: one lock for Linux, macOS and Windows, Python 3.11 to 3.13.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras --group dev \
	  --no-header --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url supply/tools.in -o supply/tools.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
