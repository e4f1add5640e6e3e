#!/usr/bin/env bash
# Everything that has to hold, in full: an hour or two. See `./run check`.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
# shellcheck source=tests/gates.sh
. tests/gates.sh

gate test ./run test
gate counts ./run counts
gate lint ./run lint
gate sanitize ./run sanitize
gate threads ./run sanitize --threads
gate explore ./run explore
gate mutants ./run mutants
gate torture ./run torture --rounds 500
gate faults ./run faults
gate fuzz ./run fuzz
gate coverage ./run coverage
sum_up
