SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Seconds per measurement of `make bench`, and for all targets of `make fuzz` together.
BENCH_SECONDS ?= 10
FUZZ_SECONDS ?= 60

# They take the whole machine, so they run one after another.
FAULT_TESTS := swift test --skip-build --disable-xctest --no-parallel \
	--filter '^EndToEndTests\.(Kill|PostgresFault|DiskFault|Nodes)Tests'

# The most that `make faults` may take after its build, and a file for its figures.
FAULTS_SECONDS ?= 1800
FAULTS_REPORT ?=

# The Swift runtime is linked in, so that the executable also runs where no Swift is installed.
RELEASE_FLAGS := --configuration release --static-swift-stdlib
ALCAZAR := .build/release/alcazar
SOURCES := Package.swift Sources Tests

.PHONY: help run serve test faults bench fuzz sanitize format lint docs build setup clean

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: build ## Build and start the demo: a throw-away store with something in it
	@exec $(ALCAZAR) demo

serve: build ## Build and start the service with the settings of the environment
	@exec $(ALCAZAR) serve

test: ## Build and run all tests, and those of the service once more on PostgreSQL
	@.ci/setup test
	@.ci/swift-test
	@ALCAZAR_FAULTS=short $(FAULT_TESTS)
	@ALCAZAR_TEST_STORE=postgres .ci/swift-test --skip-build --filter '^(OAuthTests|APITests)\.'

faults: ## Kill and starve running services and their stores for some minutes, count what is lost (docs/reliability.md)
	@.ci/setup test
	@swift build --build-tests
	@ALCAZAR_FAULTS=long ALCAZAR_FAULTS_REPORT=$(FAULTS_REPORT) timeout $(FAULTS_SECONDS) $(FAULT_TESTS)

bench: build ## Measure against nginx and openssl, write docs/performance.md (BENCH_SECONDS=10)
	@.ci/setup bench
	@BENCH_SECONDS=$(BENCH_SECONDS) python3 -B Benchmarks/bench.py $(ALCAZAR)

fuzz: setup ## Fuzz the parsers, guided by coverage (FUZZ_SECONDS=60 for all together)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz

sanitize: setup ## Run all tests under the thread and the address sanitizer
	@.ci/sanitize

format: ## Format all Swift files
	@swift format format --in-place --parallel --recursive $(SOURCES)

lint: ## Check the format of all Swift files
	@swift format lint --strict --parallel --recursive $(SOURCES)

docs: setup ## Write docs/api from the declarations of the methods
	@swift build --product alcazar
	@.build/debug/alcazar openapi --docs docs/api

build: setup ## Build the release executable, .build/release/alcazar
	@swift build $(RELEASE_FLAGS) --product alcazar

clean: ## Remove everything that was built
	@rm -rf .build

setup:
	@.ci/setup
