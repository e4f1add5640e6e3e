#!/usr/bin/env bash
# The judge of the demo is judged: two writers are killed again and again, and
# still their logs and the database agree; and a log that says something else is
# noticed.
#
#   orders_writer.sh PROGRAM [ROUNDS]
set -euo pipefail

program=$1
rounds=${2:-4}
folder=$(mktemp -d)
writers=()

# Ends only what was started here.
clean_up() {
  for pid in "${writers[@]}"; do
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap clean_up EXIT

fail() {
  echo "$*"
  exit 1
}

start_writer() { # NAME SEED
  "$program" run "$folder/$1.db" --log "$folder/$1-$2.log" --seed "$2" \
    >"$folder/writer-$2" 2>&1 &
  writers+=($!)
}

# On a busy machine a writer may take long to begin; what is killed before has no
# log, or nothing in it that could be falsified.
wait_for_log() { # NAME SEED
  local i
  for ((i = 0; i < 600; ++i)); do
    grep -qs $'\tshipped\t' "$folder/$1-$2.log" && return
    sleep 0.05
  done
  fail "a writer does nothing: $(cat "$folder/writer-$2")"
}

verify() { # NAME
  "$program" verify "$folder/$1.db" --log "$folder/$1-1.log" \
    --log "$folder/$1-2.log" >"$folder/verdict" 2>&1
}

for journal in delete wal; do
  options=(--rows 2000 --seed 3)
  [ "$journal" = wal ] && options+=(--wal)
  "$program" create "$folder/$journal.db" "${options[@]}"
  for ((round = 1; round <= rounds; ++round)); do
    writers=()
    start_writer "$journal" 1
    start_writer "$journal" 2
    wait_for_log "$journal" 1
    wait_for_log "$journal" 2
    sleep "0.$((RANDOM % 6 + 2))"
    for pid in "${writers[@]}"; do
      kill -9 "$pid" || fail "a writer ended by itself: $(cat "$folder"/writer-*)"
      wait "$pid" 2>/dev/null || true
    done
    verify "$journal" || fail "$journal, round $round: $(cat "$folder/verdict")"
  done
  echo "$journal: $(head -n 1 "$folder/verdict"), after $((2 * rounds)) kills"
done
writers=()

# A transaction that the log knows, and the database does not.
cp "$folder/delete-1.log" "$folder/kept"
sed -i 's/\tshipped\t/\tpaid\t/g' "$folder/delete-1.log"
verify delete && fail "another status in the log went unnoticed"
grep -q '^differing  *[1-9]' "$folder/verdict" || fail "no row differs"
cp "$folder/kept" "$folder/delete-1.log"
verify delete || fail "the log as it was is refused"

# The other way round.
grep -v '^[IC]	2	' "$folder/kept" >"$folder/delete-1.log"
verify delete && fail "a missing transaction went unnoticed"
echo "false logs are noticed"
