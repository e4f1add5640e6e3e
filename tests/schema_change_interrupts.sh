#!/bin/sh
# Runs of the command line tool that do not come to their end, and the next one:
# Ctrl-C, SIGTERM, kill -9, two runs on one table.
#
#   schema_change_interrupts.sh SCHEMA_CHANGE ORDERS_WRITER SQL
set -u

# shellcheck source=tests/schema_change_shop.sh
. "$(dirname "$0")/schema_change_shop.sh"

case="Ctrl-C saves a checkpoint, and the next run goes on from there"
fresh 20000
hold_a_run
kill -INT "$pid"
ended 3
is_json run.out
says run.out '"outcome":"cancelled","exit_code":3'
says run.err "A checkpoint is saved at id="
says run.err "To go on from there: schema-change shop.db orders --to new.sql"
rm pause
ends_with 2 "$tool" shop.db orders --to other.sql
says err "another statement"
ends_with 0 "$tool" shop.db orders --to new.sql --resume require --json
is_json out
says out '"resumed":true'
says out '"rows_copied":20000'
ends_with 0 "$writer" verify shop.db

case="SIGTERM does the same"
fresh 20000
hold_a_run
kill -TERM "$pid"
ended 3

case="a second signal leaves at once"
rm pause
hold_a_run
kill -STOP "$pid"
kill -INT "$pid"
kill -TERM "$pid"
kill -CONT "$pid"
ended 143
says run.err "left at once"
rm pause
ends_with 0 "$tool" shop.db orders --to new.sql --resume require
ends_with 0 "$writer" verify shop.db

case="a second signal leaves at once even if nobody reads the output"
fresh 20000
mkfifo full
exec 4<>full
dd if=/dev/zero of=full bs=4096 count=64 conv=notrunc oflag=nonblock 2>/dev/null
"$tool" shop.db orders --to new.sql --max-rate 1500 --json --progress plain \
  >run.out 2>full </dev/null &
pid=$!
pids="$pids $pid"
wait_until run.out '"schema"'
kill -INT "$pid"
sleep 0.5 # so that the first one waits for the output
kill -TERM "$pid"
for _ in $(seq 200); do
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.05
done
kill -KILL "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
code=$?
checks=$((checks + 1))
[ "$code" = 143 ] || fail "the run ended with $code instead of 143"
exec 4>&-
rm -f full
ends_with 0 "$tool" shop.db orders --to new.sql
ends_with 0 "$writer" verify shop.db

case="a run that was killed is resumed"
fresh 20000
hold_a_run
kill -KILL "$pid"
wait "$pid" 2>/dev/null
rm pause
ends_with 0 "$tool" shop.db orders --to new.sql --json
says out '"resumed":true'
ends_with 0 "$writer" verify shop.db

case="of two runs on one table the second is refused"
fresh 20000
hold_a_run
ends_with 5 "$tool" shop.db orders --to new.sql
says err "the process $pid"

case="a run that takes over fences the first one off"
ends_with 0 "$tool" shop.db orders --to new.sql --take-over
rm pause
ended 5
is_json run.out
says run.out '"safe_to_rerun":false'
ends_with 0 "$writer" verify shop.db

case="rule 6.8: a hold survives kill -9 and Ctrl-C until it is taken back"
fresh 500
held='"throttle_reason":"cut-over held by the command line"'
steered() {
  started "$tool" shop.db orders --to new.sql --json "$@"
}
steered --steer hold
wait_until run.out "$held"
kill -KILL "$pid"
wait "$pid" 2>/dev/null
steered
wait_until run.out "$held"
says run.out '"held":{"by":"the command line"'
kill -INT "$pid"
ended 3
steered --steer pause --steer hold
wait_until run.out '"throttle_reason":"paused by the command line"'
kill -INT "$pid"
ended 3
says run.err "To go on from there"
if grep -q -e --steer run.err; then
  fail "the command to go on with repeats a word"
fi
ends_with 0 "$tool" shop.db orders --to new.sql --json --steer release \
  --steer resume
says out '"held":null'
ends_with 0 "$writer" verify shop.db

case="Ctrl-C after the cut-over lets the change finish"
# What follows the cut-over is short, and the pause may come too late for it.
for _ in 1 2 3 4 5; do
  rm -f pause
  fresh 20000
  started "$tool" shop.db orders --to new.sql --json --chunk-time 2ms \
    --pause-file pause
  "$sql" shop.db until "SELECT 1 FROM sqlite_schema WHERE name = '_orders_old'
    UNION SELECT 1 FROM orders WHERE id = 1 AND typeof(total_cents) = 'integer'"
  : >pause
  for _ in $(seq 1200); do
    grep -q '"schema":"status.result/1"' run.out && break
    grep -q '"state":"close","running":true,.*"throttled":true' run.out &&
      break 2
    sleep 0.05
  done
  rm pause
  ended 0
done
kill -INT "$pid"
wait_until run.err "the cut-over has begun already, so the change is being finished"
rm pause
ended 0
says run.out '"outcome":"finished","exit_code":0'
ends_with 0 "$writer" verify shop.db

case="a second Ctrl-C leaves at once with 130"
fresh 20000
hold_a_run
lock
kill -INT "$pid"
wait_until run.err "once more to leave at once"
kill -INT "$pid"
ended 130
unlock
rm pause
ends_with 0 "$tool" shop.db orders --to new.sql --resume require
ends_with 0 "$writer" verify shop.db

sum_up
