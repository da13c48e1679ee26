# bidroom: `make run` starts the demo centre, `make test` runs every test but `make soak`.

PAGES := $(shell find kiosk/src kiosk/catalogue -type f 2>/dev/null) $(wildcard kiosk/*.html kiosk/*.ts kiosk/package*.json)

.PHONY: run test deps go-test page-test browser-test shots soak bench clean

run: bidroom
	./bidroom demo

bidroom: kiosk/dist/.built $(shell find cmd server evaluation experts migrations -type f -not -name '*_test.go') kiosk/embed.go go.mod
	go build -o $@ ./cmd/bidroom

kiosk/node_modules/.package-lock.json: kiosk/package-lock.json
	cd kiosk && npm ci --no-audit --no-fund --silent

kiosk/dist/.built: kiosk/node_modules/.package-lock.json $(PAGES)
	cd kiosk && npm run --silent build
	touch $@

deps:
	.ci/deps

test: deps go-test page-test browser-test

# The race detector makes whole cases several times slower, so that it watches them in `make soak`. The verifier runs without
# it, too: what it shares among processors is experts/spread, which has tests of its own.
RACE := -race -gcflags='modernc.org/...=-d=checkptr=0' -parallel 4 -timeout 20m
go-test: kiosk/dist/.built
	gofmt -l $$(git ls-files '*.go') | tee /dev/stderr | (! grep -q .)
	go vet ./...
	.ci/with-mariadb go test $(RACE) $$(go list ./... | grep -vE '/(cmd/bidroom|evidence)$$')
	.ci/with-mariadb go test -parallel 4 -timeout 20m ./cmd/bidroom ./server/evidence

page-test: kiosk/node_modules/.package-lock.json
	cd kiosk && npm run --silent check && npm test --silent

# The whole case through every page, over the embedded database; over MariaDB too in `make soak`.
browser-test: bidroom
	cd kiosk && npm run --silent test:case

# Every page in both languages at the screens that centres have, as pictures in kiosk/e2e/gallery/shots.
shots: kiosk/node_modules/.package-lock.json
	cd kiosk && npm run --silent shots

# Whole cases with the race detector, and in the browser over MariaDB; cameras, cuts and twenty kills of the server: it holds times, and needs the machine for itself.
soak: bidroom
	.ci/with-mariadb go test $(RACE:20m=60m) ./cmd/bidroom ./server/evidence
	cd kiosk && ../.ci/with-mariadb npm run --silent test:case
	cd kiosk && npm run --silent test:soak

# Registers of a million are written first, on both databases: half an hour in all.
bench: kiosk/dist/.built
	.ci/with-mariadb go test -run '^$$' -bench . -benchmem -timeout 2h ./...

clean:
	rm -rf bidroom kiosk/node_modules kiosk/dist/assets kiosk/dist/.built
