#!/usr/bin/env bash
# The command line of the torture, and that a seed is a plan.
#
#   options_test.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
  echo "FAILED: $*"
  exit 1
}

plan() {
  bash torture.sh nowhere --plan "$@"
}

refused() {
  local code=0 text
  text=$(plan "$@" 2>&1) || code=$?
  [ "$code" = 2 ] || fail "exit code $code: $*"
  [[ "$text" == "torture: "* ]] || fail "no reason is given: $*"
}

refused --rounds x
refused --rounds 0
refused --rounds -1
refused --rounds 1.5
refused --rounds
refused --seed x
refused --jobs 0
refused --only ''
refused --round 3
refused 3

[ "$(plan --rounds 40 --seed 7)" = "$(plan --rounds 40 --seed 7)" ] ||
  fail "the same seed makes another plan"
[ "$(plan --rounds 40 --seed 7)" != "$(plan --rounds 40 --seed 8)" ] ||
  fail "another seed makes the same plan"
[ "$(plan --seed 7 --only 9)" = "$(plan --rounds 9 --seed 7 | tail -n 1)" ] ||
  fail "one round has another plan than among others"
[ "$(plan --rounds 08 | wc -l)" = 8 ] || fail "08 is no 8"

# So that few rounds can meet all states, each is aimed at in turn.
for state in initial copyRows waitingOnSentinelTable applyChangeset \
  restoreSecondaryIndexes analyzeTable checksum postChecksum cutOver close; do
  grep -q "at $state " < <(plan --rounds 60 --seed 7) ||
    fail "nothing is aimed at $state"
done
grep -q "stop " < <(plan --rounds 60 --seed 7) || fail "nothing is cancelled"
grep -q "freeze " < <(plan --rounds 60 --seed 7) || fail "nothing is frozen"
! grep "freeze [^;]*;" < <(plan --rounds 60 --seed 7) ||
  fail "something comes after the change was finished by another run"
