# What people run. CI (.ci/run) runs the same.

# The Python that makes .venv, 3.11 or newer: make run PYTHON=/path/to/python3.12
PYTHON ?= python3
VENV := .venv/bin/python
SOURCES := $(if $(filter true,$(CI)),../shared/sources,$(wildcard ../shared/sources))

.PHONY: help run run-two cluster test test-long bench bench-edge bench-jobs bench-handoffs bench-meetings check package fake-graph clean runtime dev

help:
	@echo "make run        start Baton and a chat window for it in the browser (PORT, PLAYGROUND_PORT)"
	@echo "make run-two    the same for two people, Ana and Megan"
	@echo "make cluster    three instances on a PostgreSQL of this machine, and a round robin before them"
	@echo "make test       lint, types and tests"
	@echo "make test-long  the long proofs"
	@echo "make bench      measure"
	@echo "make bench-edge measure turns a second beside other bots"
	@echo "make bench-jobs measure what waiting timers cost"
	@echo "make bench-handoffs  measure lists and ticks where many handoffs are stored"
	@echo "make bench-meetings  measure how times of a meeting are found, and how often Graph is waited for"
	@echo "make check      check the knowledge files"
	@echo "make package    build the Teams app package into build/"
	@echo "make fake-graph run a Graph of example people on this machine, to try meetings with"
	@echo "make clean      remove what was installed and built; var/, where the data is, stays"

run: runtime
	@$(VENV) -m scripts.run

run-two: runtime
	@$(VENV) -m scripts.run --two

cluster: dev
	@$(VENV) -m scripts.cluster

test: dev
	@$(VENV) -m scripts.test

test-long: dev
	@$(VENV) -m scripts.test --long

bench: dev
	@$(VENV) -m bench

bench-edge: dev
	@BATON_VENV=.venv-peers "$(PYTHON)" scripts/environment.py requirements-peers.txt
	@$(VENV) -m bench.edge

bench-jobs: dev
	@$(VENV) -m bench.jobs

bench-handoffs: dev
	@$(VENV) -m bench.handoffs

bench-meetings: dev
	@$(VENV) -m bench.meetings

check: runtime
	@$(VENV) -m knowledge.check $(if $(SOURCES),--coverage $(SOURCES))

package: runtime
	@$(VENV) -m manifest.build

fake-graph: dev
	@$(VENV) -m tests.graph

clean:
	rm -rf .venv .venv-peers build tests/browser/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

runtime dev: requirements = $(if $(filter dev,$@),requirements-dev.txt,requirements.txt)
runtime dev:
	@command -v "$(PYTHON)" >/dev/null || \
	  { echo "$(PYTHON) was not found. Baton needs Python 3.11 or newer: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" scripts/environment.py $(requirements)
