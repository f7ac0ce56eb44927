# Every target works on a new clone on Debian with a Swift 6.2+ toolchain. `make help` lists them.

PORT ?= 8080
DATABASE ?= Examples/Login/login.sqlite
SECONDS ?= 60
TRAITS = --traits Hummingbird,FlyingFox,PostgreSQL,Redis
NESTED = $(foreach folder,Benchmarks Benchmarks/HTTP Benchmarks/Peers/swift Benchmarks/Servers Examples/Login Fuzz,$(folder)/Package.swift $(folder)/Sources)
LOGIN = swift build --package-path Examples/Login --product Login
# What the login application needs for STORE=postgres://... or STORE=redis://...
STORE_KIND = $(firstword $(subst :, ,$(STORE)))
STORE_TRAIT = $(if $(filter postgres postgresql,$(STORE_KIND)),PostgreSQL,$(if $(filter redis rediss,$(STORE_KIND)),Redis))
STORE_LIBRARY = $(if $(filter PostgreSQL,$(STORE_TRAIT)),libpq-dev,$(if $(STORE_TRAIT),libhiredis-dev))
LOGIN_STORE = $(LOGIN) $(if $(STORE_TRAIT),--traits $(STORE_TRAIT))

export PORT DATABASE STORE

.DEFAULT_GOAL := help
.PHONY: help run test check format docs audit constant-time timing bench fuzz soak soak-login sanitize mutations sbom
.PHONY: bench-quick counts counts-record browser-test libraries servers clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: libraries ## build and serve the login application at http://localhost:8080 (PORT=, DATABASE=, STORE=, KEYS=, ORIGIN=, RENEW_SECONDS=, AHEAD_SECONDS=)
	@$(if $(STORE_LIBRARY),.ci/packages $(STORE_LIBRARY))
	@echo "Building the login application; the first time takes a few minutes."
	@$(LOGIN_STORE)
	@exec "$$($(LOGIN) --show-bin-path)/Login"

test: servers ## run every test; those that time real servers by themselves
	@# Where there are many processors, the stores of tests have more files open than a shell allows at first.
	ulimit -Sn "$$(ulimit -Hn)" && .ci/with-temporary-folder swift test $(TRAITS) --skip SessionsPostgreSQLTests --skip SessionsRedisTests
	.ci/with-temporary-folder swift test $(TRAITS) --skip-build --filter SessionsPostgreSQLTests
	.ci/with-temporary-folder swift test $(TRAITS) --skip-build --filter SessionsRedisTests
	Tests/Oracles/run $(TRAITS)
	Tests/CookieOracles/run $(TRAITS)

check: servers ## lint, a test for every rule and promise, faults that fit, reasons for dependencies, warnings as errors, documentation
	swift format lint --strict --recursive Package.swift Snippets Sources Tests Vectors $(NESTED)
	.ci/packages python3
	.ci/requirements
	.ci/promises
	.ci/dependencies
	Tests/Mutations/run --fit
	HARDTACK_CHECK=1 swift build --build-tests $(TRAITS)
	.ci/no-traits
	.ci/documentation

format: ## format all Swift sources in place
	swift format --in-place --recursive Package.swift Snippets Sources Tests Vectors $(NESTED)

docs: servers ## build the documentation into .build/documentation
	.ci/documentation

audit: libraries ## check the cryptography against every vector, and look at this machine
	swift run hardtack audit

constant-time: libraries ## show with valgrind that no branch depends on a secret
	.ci/packages valgrind gcc libc6-dev
	Tests/ConstantTime/run

timing: libraries ## look with Welch's t-test for time that depends on a secret (SECONDS= each)
	swift build -c release --product TimingProbe
	"$$(swift build -c release --show-bin-path)/TimingProbe" $(SECONDS)

bench: libraries ## measure against C programs and peers that do the same, in one run (FILTER=tokens for some)
	Benchmarks/run "$(FILTER)"

bench-quick: libraries ## the same in under three minutes once it is built, without a million sessions
	Benchmarks/run --quick "$(FILTER)"

counts: libraries ## hold the instructions of the hot operations against the recorded ones, with valgrind
	swift build --package-path Benchmarks -c release
	Benchmarks/Counts/run

counts-record: libraries ## record them anew
	Benchmarks/Counts/run --record

fuzz: libraries ## fuzz every parser with libFuzzer and AddressSanitizer, SECONDS= each
	.ci/packages python3
	Fuzz/run $(SECONDS)

soak: libraries ## 200 kills under load, 64 clients at the store for MINUTES=10, then all interleavings for SECONDS=
	Tests/CrashTest/run
	Tests/StoreSoak/run $(or $(MINUTES),10)
	swift build -c release --product Soak
	"$$(swift build -c release --show-bin-path)/Soak" $(SECONDS)

soak-login: libraries ## load the login application with 64 clients for MINUTES=30, then for a third of that with faults
	.ci/packages python3
	$(LOGIN) -c release
	Tests/LoadTest/run "$$($(LOGIN) -c release --show-bin-path)/Login" $(or $(MINUTES),30)

sanitize: libraries ## run the tests under AddressSanitizer and ThreadSanitizer
	Tests/Sanitizers/run address
	Tests/Sanitizers/run thread

mutations: servers ## plant faults one at a time in a copy of the sources and see that a test catches each (FAULTS="name name")
	.ci/packages valgrind gcc libc6-dev python3
	Tests/Mutations/run $(FAULTS)

sbom: libraries ## write what a build consists of to .build/sbom.json, as CycloneDX
	.ci/packages python3
	.ci/sbom

browser-test: servers ## drive the login application with curl, headless Chromium and Firefox; ask Chromium about cookies
	.ci/packages curl openssl chromium chromium-driver firefox-esr python3 python3-venv
	$(LOGIN)
	swift build $(TRAITS) --product CookieProbe
	Tests/BrowserTests/run "$$($(LOGIN) --show-bin-path)/Login" "$$(swift build $(TRAITS) --show-bin-path)/CookieProbe"

libraries:
	@.ci/packages libssl-dev libsqlite3-dev

# What all traits and the tests of the servers' stores need.
servers: libraries
	@.ci/packages libpq-dev libhiredis-dev openssl postgresql redis-server redis-tools

clean: ## delete all build output
	rm -rf .build Benchmarks/.build Examples/Login/.build Fuzz/.build artifacts
