# Every target sets up .venv itself; a target whose inputs have not changed does nothing.
STACK ?= dev
PART ?= all
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
# The tests of the engine wait more than they compute.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
RUN := $(VENV)/bin

.PHONY: help simulate test check format bench up unprotect destroy promote smoke lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

simulate: $(READY) ## Bring STACK (dev) up on the simulated Azure, in process: no Pulumi CLI, no account
	@$(RUN)/acr-patterns simulate $(STACK)

test: $(READY) ## Run every test; those of the real engine where a Pulumi CLI is on PATH
	@$(RUN)/python -m pytest -n $(WORKERS) --maxschedchunk 1 -rs

check: $(READY) ## Format, lint and types
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/pyright

format: $(READY) ## Format the code and repair what the linter can
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

up: $(READY) ## Bring STACK (dev) up with the real Pulumi engine on the simulated Azure
	@$(RUN)/python -m acr_patterns.testing.engine up $(STACK)

unprotect: $(READY) ## Let `make destroy` delete the registry of a STACK outside dev
	@$(RUN)/python -m acr_patterns.testing.engine unprotect $(STACK)

destroy: $(READY) ## Remove what `make up` brought up
	@$(RUN)/python -m acr_patterns.testing.engine destroy $(STACK)

promote: $(READY) ## Let stack TO run the image that FROM runs, both brought up with `make up`
	@$(RUN)/python -m acr_patterns.testing.engine promote $(call given,FROM) $(call given,TO)

bench: $(READY) ## Measure what the components cost; PART is all, engine, mocks, wait or diagnose
	@PATH="$(RUN):$$PATH" $(RUN)/python -m benchmarks $(PART)

# A variable of the command line, quoted for the shell and otherwise as it was typed; the environment is not a confirmation.
given = '$(if $(filter command,$(origin $1)),$(subst ','\'',$(value $1)))'

smoke: $(READY) ## Deploy to a real subscription, record what docs/unproven.md waits for, remove everything
	@$(RUN)/python -m smoke --location $(call given,LOCATION) --subscription $(call given,SUBSCRIPTION)

# Not in .venv, which is made with the very versions that this replaces.
lock: ## Choose the newest allowed versions and write them to constraints.txt
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		$(PYTHON) -m venv "$$folder" && \
		"$$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
		"$$folder/bin/uv" pip compile --quiet --upgrade --universal --no-header --no-annotate --no-emit-index-url \
			--extra test pyproject.toml -o constraints.txt

clean: ## Remove the environment and the simulated state
	rm -rf $(VENV) .simulated

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.x" >&2; exit 1; }
	@echo "Setting up $(VENV), about a minute the first time ..."
	@$(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@
