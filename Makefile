# The commands of this house; each is a small program under deploy/ that can be read.
# Needs Python 3.11 or later, git and make; everything else is brought along.

PYTHON ?= $(firstword $(shell command -v python3.11 || command -v python3.12 || command -v python3))
IN_ENVIRONMENT = .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run rush test soak check format translations pins clean-data python environment develop

help: ## Show these commands
	@echo "make run           the market on this machine, with a demo in it (PORT=8000, HOST=127.0.0.1)"
	@echo "make rush          50 buyers at once on a market that runs here, its worker killed meanwhile; ARGS='http://...'"
	@echo "make test          every test; ARGS='tests/vendors -k stock' for some of them"
	@echo "make soak          the long lives, the thorough walks: hours; ARGS as above"
	@echo "make check         format, lint, types, templates, dead code, rooms and rules, migrations"
	@echo "make format        write every file as the formatter wants it, mend what lint can mend"
	@echo "make translations  collect the sentences of the code into the catalogues"
	@echo "make pins          compile the requirements anew; UPGRADE=--upgrade for newer ones"
	@echo "make clean-data    forget the market's data (var/); YES=--yes without asking"
	@echo
	@echo "the operator's commands: .venv/bin/flask --app wsgi --help"

run: environment
	@$(IN_ENVIRONMENT) -m deploy.local

rush: environment
	@$(IN_ENVIRONMENT) -m bench.rush $(ARGS)

test: develop
	@$(IN_ENVIRONMENT) -m deploy.testing $(ARGS)

soak: develop
	@SOAK=1 $(IN_ENVIRONMENT) -m deploy.testing $(ARGS)

check: develop
	@$(IN_ENVIRONMENT) -m deploy.checks

format: develop
	@$(IN_ENVIRONMENT) -m ruff check --fix --quiet . || true
	@$(IN_ENVIRONMENT) -m ruff format .

translations: develop
	@$(IN_ENVIRONMENT) -m deploy.translations

# One list for every system and every Python from 3.11 on; no address of an index in it.
COMPILE = $(IN_ENVIRONMENT) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make pins" --quiet $(UPGRADE)
pins: develop
	@$(COMPILE) --output-file requirements.txt
	@$(COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt
	@echo "✓ requirements.txt and requirements-dev.txt; make test installs them"

clean-data: environment
	@$(IN_ENVIRONMENT) -m deploy.clean_data $(YES)

environment: python
	@$(PYTHON) deploy/environment.py

develop: python
	@$(PYTHON) deploy/environment.py develop

python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "This needs Python 3.11 or later; name it: make run PYTHON=/path/to/python3.11"; exit 1; }
