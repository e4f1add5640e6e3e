#!/usr/bin/env bash
# What has to hold, one gate after the other, and at the end what each has shown
# and one line that counts: test cases where a gate counts them, else the gate.
# Sourced by .ci/run and by check.sh, from the project's folder.
set -uo pipefail
exec </dev/null

# The consumer builds the library in a folder of its own, too.
export WHOLE_CONSUMER=yes

passed=0
failed=0
shown=()

# gate NAME COMMAND...
gate() {
  local name=$1 status=0 started=$SECONDS log=build/log/gate-$1.log good=0 bad=0
  local result
  shift
  mkdir -p build/log
  printf '\n======== %s: %s\n' "$name" "$*"
  # The counts are ours to tell, in one line at the end.
  "$@" 2>&1 | tee "$log" |
    grep --line-buffered -vE '^[0-9]+ passed, [0-9]+ failed$'
  status=${PIPESTATUS[0]}
  result=$(grep -v '^ *$' "$log" | tail -n 1)
  read -r good bad < <(
    sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" |
      awk '{ good += $1; bad += $2 } END { print good + 0, bad + 0 }'
  )
  if [ "$good" = 0 ] && [ "$bad" = 0 ]; then
    good=$((status == 0))
    bad=$((status != 0))
  elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  [ "$status" = 0 ] || result="FAILED: $result"
  shown+=("$(printf '%-10s %6s s  %s' "$name" "$((SECONDS - started))" "$result")")
}

# sum_up: what each gate has shown, and the line that counts. False if one failed.
sum_up() {
  printf '\n'
  printf '%s\n' "${shown[@]}"
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}
