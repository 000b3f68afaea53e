BIN ?= .venv/bin
SHORT = cartridge-braintree,django-authorizenet,django-iyzico,django-oscar-paymentexpress,django-sagepaypi,pretix-adyen

.PHONY: help setup check lint types test docs examples corpus corpus-short corpus-inputs annotations ecosystem peers bench

help:      ## say what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup:     ## make .venv with all that is needed to work on paylint
	python3 -m venv .venv
	.venv/bin/python -m pip install -r requirements.lock
	.venv/bin/python -m pip install --no-deps --no-build-isolation -e .

check: lint types test  ## all that must hold of a change

lint:      ## style, formatting and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types:     ## strict types
	$(BIN)/mypy

test:      ## the tests
	$(BIN)/pytest

docs:      ## write the rules' pages anew from their docstrings
	$(BIN)/python -m tests.documentation.pages rules/docs

examples:  ## drive each state of the example shops, and compare what is read in it with what is expected
	$(BIN)/pytest tests/examples
	$(BIN)/python -m tests.examples.table

corpus:    ## fetch the labelled packages into .corpus, print the scoreboard, and see that the cache changes no report
	$(BIN)/python -m tests.corpus.fetch .corpus
	$(BIN)/python -m tests.corpus.check .corpus
	$(BIN)/python -m tests.corpus.score .corpus --core-recall 0.75 --false-positives 0
	$(BIN)/python -m tests.corpus.warm .corpus

corpus-short:  ## the same for a few packages
	$(BIN)/python -m tests.corpus.fetch .corpus --only $(SHORT)
	$(BIN)/python -m tests.corpus.score .corpus --only $(SHORT) --core-recall 0.75 --false-positives 0

corpus-inputs:  ## score what is said of the card inputs of the labelled packages' pages
	$(BIN)/python -m tests.corpus.fetch .corpus
	$(BIN)/python -m tests.corpus.score_inputs .corpus --recall 0.95 --precision 0.95 --targets 0.95

annotations: ## strip all type annotations from the labelled packages and see which findings change
	$(BIN)/python -m tests.corpus.fetch .corpus
	$(BIN)/python -m tests.corpus.annotations .corpus

ecosystem: ## run on packages that nobody here wrote, and compare with the findings that were read and kept
	$(BIN)/python -m tests.ecosystem.run .ecosystem

peers:     ## score other analysers on the labelled corpus, beside paylint
	$(BIN)/python -m tests.corpus.fetch .corpus
	$(BIN)/python -m tests.peers.compare .corpus

bench:     ## time and memory beside Semgrep CE, Ruff and Fixit: start-up, whole packages, commits
	$(BIN)/python -m tests.benchmarks.compare .corpus
