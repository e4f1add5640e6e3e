#!/usr/bin/env bash
# Kills schema-change with kill -9 at random moments, its writers too, resumes
# it, and proves by the logs of the writers that the table is what it must be.
#
#   torture.sh PROGRAMS [--rounds N] [--seed S]
#
# PROGRAMS is the folder with schema-change and orders-writer. The seed decides
# what each round does; the moments of the kills are never the same twice. The
# exit code is 1 as soon as a round ends with a table that is not right; its
# files are kept then.
set -euo pipefail

programs=$1
shift
rounds=50
seed=$(date +%s)
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?} && shift ;;
    --seed) seed=${2:?} && shift ;;
    *)
      echo "usage: torture.sh PROGRAMS [--rounds N] [--seed S]" >&2
      exit 2
      ;;
  esac
  shift
done

folder=$(mktemp -d)
ours=() # what was started and may still live
runner=
failed=no

clean_up() {
  for pid in "${ours[@]}" $runner; do
    kill -9 "$pid" 2>/dev/null || true
  done
  [ "$failed" = yes ] || rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# -- the changes ---------------------------------------------------------------

# Numbers that are numbers, with an id that the database chooses.
cat >"$folder/strict.sql" <<'END'
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  reference TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('new', 'paid', 'shipped', 'returned')),
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  placed_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT
END
# Another key, and no rowid.
cat >"$folder/keyed.sql" <<'END'
CREATE TABLE orders (
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  id INTEGER NOT NULL UNIQUE,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  total_cents INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID
END

# -- one round -----------------------------------------------------------------

declare -A kills=()
all_kills=0
writer_kills=0
resumed_kills=0
lost=0
checked=0
transactions=0

states=(initial copyRows copyRows copyRows applyChangeset
  restoreSecondaryIndexes analyzeTable checksum checksum postChecksum cutOver
  close)

# start_writer NUMBER: each has a log of its own, and goes on with it.
start_writer() {
  "$programs/orders-writer" run "$round_folder/shop.db" --seed "$1" \
    --log "$round_folder/$1.log" --rate 60 "${writer_options[@]}" \
    >"$round_folder/writer-$1.txt" 2>&1 &
  ours[$1]=$!
}

# Starts the change and leaves its lines to be read from file descriptor 3.
start_runner() {
  rm -f "$round_folder/lines"
  mkfifo "$round_folder/lines"
  "$programs/schema-change" "$round_folder/shop.db" orders \
    --to "$folder/$change.sql" --map "note=coalesce(note, '')" --json \
    --checkpoint-interval 100ms "${options[@]}" \
    >"$round_folder/lines" 2>>"$round_folder/runner.txt" &
  runner=$!
  exec 3<"$round_folder/lines"
}

# await STATE: reads until the run says that it is there, or ends.
await() {
  state=initial
  while [ "$1" != "$state" ] && read -r -u 3 -t 120 line; do
    note_line
  done
}

note_line() {
  printf '%s\n' "$line" >>"$round_folder/runner.jsonl"
  case $line in
    *'"schema":"status.transition/1"'*)
      state=${line##*\"to\":\"}
      state=${state%%\"*}
      ;;
  esac
}

# The rest of what it has said, once it is dead.
drain() {
  while read -r -u 3 -t 120 line; do
    note_line
  done
  exec 3<&-
}

# Kills the run in some state, or a moment later; false if it was finished.
kill_runner() {
  local target=${states[RANDOM % ${#states[@]}]} code=0
  start_runner
  await "$target"
  sleep "0.0$((RANDOM % 60 + 10))"
  kill -9 "$runner" 2>/dev/null || true
  wait "$runner" 2>/dev/null || code=$?
  runner=
  drain
  if [ "$code" != 137 ]; then
    [ "$code" = 0 ] || give_up "schema-change ended with exit code $code"
    return 1
  fi
  kills[$state]=$((${kills[$state]:-0} + 1))
  all_kills=$((all_kills + 1))
}

finish_runner() {
  local code=0
  start_runner
  drain
  wait "$runner" || code=$?
  runner=
  [ "$code" = 0 ] || give_up "schema-change ended with exit code $code"
}

kill_writer() {
  local number=$1
  kill -9 "${ours[number]}" 2>/dev/null ||
    give_up "writer $number has ended: $(cat "$round_folder/writer-$number.txt")"
  wait "${ours[number]}" 2>/dev/null || true
  writer_kills=$((writer_kills + 1))
  start_writer "$number"
}

stop_writers() {
  local number code
  for number in 1 2; do
    code=0
    kill "${ours[number]}" 2>/dev/null || true
    wait "${ours[number]}" || code=$?
    unset "ours[$number]"
    [ "$code" = 0 ] || give_up \
      "writer $number has failed: $(cat "$round_folder/writer-$number.txt")"
  done
}

verify() {
  local verdict=$round_folder/verdict.txt code=0
  "$programs/orders-writer" verify "$round_folder/shop.db" \
    --log "$round_folder/1.log" --log "$round_folder/2.log" \
    >"$verdict" 2>&1 || code=$?
  lost=$((lost + $(number_of lost "$verdict")))
  checked=$((checked + $(number_of 'rows checked' "$verdict")))
  transactions=$((transactions +
    $(number_of 'transactions in the logs' "$verdict")))
  [ "$code" = 0 ] || give_up "the table is not right: $(cat "$verdict")"
  grep -q 'stored as  *integer$' "$verdict" ||
    give_up "the table was not changed: $(cat "$verdict")"
}

number_of() {
  sed -nE "s/^$1 +([0-9]+)$/\1/p" "$2" | grep . || echo 0
}

give_up() {
  failed=yes
  printf '\nround %s: %s\n' "$round" "$*" >&2
  printf 'with: %s %s %s; seed %s; the files are in %s\n' "$change" \
    "${create_options[*]}" "${options[*]}" "$seed" "$round_folder" >&2
  exit 1
}

one_round() {
  local count n
  round_folder=$folder/$round
  mkdir "$round_folder"
  change=strict
  create_options=(--rows "$((RANDOM % 3000 + 2000))" --seed "$RANDOM")
  writer_options=()
  options=(--chunk-time "$((RANDOM % 20 + 10))ms")
  if ((RANDOM % 4 == 0)); then
    change=keyed
    writer_options=(--own-ids)
  fi
  ((RANDOM % 2)) && create_options+=(--wal)
  ((RANDOM % 4 == 0)) && options+=(--indexes-first)
  ((RANDOM % 4 == 0)) && options+=(--keep-old)
  "$programs/orders-writer" create "$round_folder/shop.db" \
    "${create_options[@]}"
  start_writer 1
  start_writer 2
  count=$((RANDOM % 3 + 1))
  for ((n = 1; n <= count; ++n)); do
    kill_runner || break
    ((n == 1)) || resumed_kills=$((resumed_kills + 1))
    ((RANDOM % 3)) || kill_writer "$((RANDOM % 2 + 1))"
  done
  finish_runner
  stop_writers
  verify
  rm -rf "$round_folder"
}

# -- all rounds ----------------------------------------------------------------

RANDOM=$((seed % 32768))
started=$SECONDS
for ((round = 1; round <= rounds; ++round)); do
  [ -t 1 ] && printf '\rround %s of %s, %s kills\033[K' "$round" "$rounds" \
    "$all_kills"
  one_round
done
[ -t 1 ] && printf '\r\033[K'

printf 'rounds             %8s   in %s s, seed %s\n' "$rounds" \
  "$((SECONDS - started))" "$seed"
printf 'kills of the run   %8s   %s of them of a run that had resumed\n' \
  "$all_kills" "$resumed_kills"
for state in initial copyRows waitingOnSentinelTable applyChangeset \
  restoreSecondaryIndexes analyzeTable checksum postChecksum cutOver close; do
  [ -z "${kills[$state]:-}" ] ||
    printf '  in %-24s %s\n' "$state" "${kills[$state]}"
done
printf 'kills of writers   %8s\n' "$writer_kills"
printf 'transactions       %8s   by the writers\n' "$transactions"
printf 'rows checked       %8s\n' "$checked"
printf 'rows lost          %8s\n' "$lost"
