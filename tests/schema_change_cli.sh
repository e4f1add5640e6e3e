#!/bin/sh
# The command line tool from the outside: refusals, a whole change, Ctrl-C and
# resume, kill -9 and resume, two runs on one table, exit codes, locks of others,
# a disk that is full.
#
#   schema_change_cli.sh SCHEMA_CHANGE ORDERS_WRITER SQL
set -u

tool=$1
writer=$2
sql=$3
# shellcheck source=tests/schema_change_checks.sh
. "$(dirname "$0")/schema_change_checks.sh"

# -- checks --------------------------------------------------------------------

expect() { # EXIT_CODE COMMAND...
  wanted=$1
  shift
  "$@" >out 2>err </dev/null
  code=$?
  checks=$((checks + 1))
  [ "$code" = "$wanted" ] || {
    fail "exit code $code instead of $wanted: $*"
    cat out err
  }
}

says() { # FILE TEXT
  checks=$((checks + 1))
  grep -qF -e "$2" "$1" || {
    fail "\"$2\" is not in $1:"
    cat "$1"
  }
}

is_empty() { # FILE
  checks=$((checks + 1))
  [ ! -s "$1" ] || {
    fail "$1 is not empty:"
    cat "$1"
  }
}

same() { # FILE FILE
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$1 differs from $2"
}

# Waits until a file says something, 30 s at most.
wait_until() { # FILE TEXT
  for _ in $(seq 600); do
    grep -qF -e "$2" "$1" 2>/dev/null && return
    sleep 0.05
  done
  fail "waited in vain for \"$2\" in $1"
  cat "$1"
}

started() { # COMMAND..., sets pid
  rm -f run.out run.err # what the last one said is no answer
  "$@" >run.out 2>run.err </dev/null &
  pid=$!
  pids="$pids $pid"
}

ended() { # EXIT_CODE
  wait "$pid"
  code=$?
  checks=$((checks + 1))
  [ "$code" = "$1" ] || {
    fail "the run ended with $code instead of $1"
    cat run.out run.err
  }
}

# Holds the write lock of the database until `unlock`.
lock() {
  rm -f locked lock.out # what the last one said is no answer
  mkfifo locked
  "$sql" shop.db 'BEGIN IMMEDIATE' hold <locked >lock.out 2>&1 &
  locker=$!
  pids="$pids $locker"
  exec 3>locked
  wait_until lock.out holding
}

unlock() {
  exec 3>&-
  wait "$locker"
}

finds() { # EXPECTED QUERY
  checks=$((checks + 1))
  found=$("$sql" shop.db "$2")
  [ "$found" = "$1" ] || fail "$found instead of $1: $2"
}

# No line of stdout is anything but one of our objects; the last is the result.
is_json() { # FILE
  checks=$((checks + 1))
  if grep -qvE '^\{"schema":"status\.(progress|transition|checkpoint|log|result)/1","time":"[0-9]{4}-.*Z",.*\}$' "$1" ||
    [ "$(grep -c '"status.result/1"' "$1")" != 1 ] ||
    ! tail -n 1 "$1" | grep -q '"status.result/1"'; then
    fail "$1 is not what docs/JSON.md says:"
    cat "$1"
  fi
}

fresh() { # ROWS
  rm -f shop.db* pause
  "$writer" create shop.db --rows "$1" --seed 5 >/dev/null || exit 1
}

# -- what is changed -----------------------------------------------------------

cat >new.sql <<'END'
CREATE TABLE orders (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  reference   TEXT,
  status      TEXT,
  total_cents INTEGER,
  placed_at   TEXT,
  note        TEXT
)
END
sed 's/  note        TEXT/  note TEXT, source TEXT/' new.sql >other.sql
sed 's/reference   TEXT/reference_2 TEXT/' new.sql >renamed.sql
echo 'CREATE TABLE orders (' >broken.sql

# A run that copies slowly and holds as soon as there is a file `pause`.
slow() {
  echo "$tool" shop.db orders --to new.sql --json --max-rate 1500 \
    --pause-file pause --checkpoint-interval 200ms
}

# Not only that it is throttled, which its rate does, too, while it goes on.
paused='"throttle_reason":"pause file pause"'

# Brings a slow run to where it holds, with a checkpoint saved.
hold_a_run() {
  # shellcheck disable=SC2046 # words on purpose
  started $(slow)
  wait_until run.out '"result":"ok"'
  : >pause
  wait_until run.out "$paused"
}

# -- the cases -----------------------------------------------------------------

case="a wrong command line touches nothing"
fresh 500
cp shop.db before
expect 2 "$tool"
says err "DATABASE"
is_empty out
expect 2 "$tool" shop.db orders
says err "--to"
expect 2 "$tool" shop.db orders --to no.sql
says err "no.sql"
expect 2 "$tool" shop.db orders --to new.sql --chunk-time 7
says err "--chunk-time"
expect 0 "$tool" --help
says out "Exit codes"
is_empty err
expect 0 "$tool" --version

case="what cannot be done is refused before anything is touched"
expect 2 "$tool" none.db orders --to new.sql
says err "none.db"
[ ! -e none.db ] || fail "a database was made"
expect 2 "$tool" shop.db nothing --to new.sql
says err "nothing"
expect 2 "$tool" shop.db orders --to broken.sql
says err "incomplete input"
expect 2 "$tool" shop.db orders --to renamed.sql
says err "reference"
expect 2 "$tool" shop.db orders --to new.sql --resume require
says err "no unfinished change"
expect 2 "$tool" new.sql orders --to new.sql
expect 2 "$tool" shop.db nothing --to new.sql --json
is_json out
says out '"outcome":"refused","exit_code":2'
same shop.db before
[ -z "$(find . -name 'shop.db?*')" ] || fail "left behind: $(find . -name 'shop.db?*')"

case="a change is made and says what was done"
expect 0 "$tool" shop.db orders --to new.sql
says out "orders in shop.db has its new definition"
says out "500 rows"
says out "old table removed"
says err "copyRows begins"
checks=$((checks + 1))
if grep -q "$(printf '\033')" out err; then fail "escape sequences in a file"; fi
expect 0 "$writer" verify shop.db
expect 0 "$tool" shop.db orders --to new.sql
says out "nothing left to copy"

case="the output is JSON Lines"
fresh 500
expect 0 "$tool" shop.db orders --to new.sql --json --keep-old
is_json out
is_empty err
says out '"to":"cutOver"'
says out '"from":"initial","to":"copyRows"'
says out '"outcome":"finished","exit_code":0,"error":null'
says out '"old_table":"_orders_old"'
fresh 500
expect 0 "$tool" shop.db orders --to new.sql --progress json
is_json err
says out "500 rows"

case="a reader that goes away does not end a change"
fresh 500
"$tool" shop.db orders --to new.sql --json | head -n 1 >/dev/null
expect 0 "$tool" shop.db orders --to new.sql
says out "nothing left to copy"

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
expect 2 "$tool" shop.db orders --to other.sql
says err "another statement"
expect 0 "$tool" shop.db orders --to new.sql --resume require --json
is_json out
says out '"resumed":true'
says out '"rows_copied":20000'
expect 0 "$writer" verify shop.db

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
expect 0 "$tool" shop.db orders --to new.sql --resume require
expect 0 "$writer" verify shop.db

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
expect 0 "$tool" shop.db orders --to new.sql
expect 0 "$writer" verify shop.db

case="a run that was killed is resumed"
fresh 20000
hold_a_run
kill -KILL "$pid"
wait "$pid" 2>/dev/null
rm pause
expect 0 "$tool" shop.db orders --to new.sql --json
says out '"resumed":true'
expect 0 "$writer" verify shop.db

case="of two runs on one table the second is refused"
fresh 20000
hold_a_run
expect 5 "$tool" shop.db orders --to new.sql
says err "the process $pid"

case="a run that takes over fences the first one off"
expect 0 "$tool" shop.db orders --to new.sql --take-over
rm pause
ended 5
is_json run.out
says run.out '"safe_to_rerun":false'
expect 0 "$writer" verify shop.db

case="the component never reads a configuration from the folder"
fresh 500
echo 'scheduler { max-threads = 0 }' >caf-application.ini
expect 0 "$tool" shop.db orders --to new.sql

case="a deferred cut-over waits for the operator, and says so"
fresh 500
started "$tool" shop.db orders --to new.sql --defer-cutover --keep-old \
  --indexes-first --status-interval 100ms
wait_until run.err \
  "throttled=true (waiting until the table _status_sentinel is dropped)"
says run.err "state=waitingOnSentinelTable"
"$sql" shop.db "UPDATE orders SET note = 'while waiting' WHERE id = 7"
finds 1 "SELECT typeof(total_cents) = 'text' FROM orders WHERE id = 7"
"$sql" shop.db 'DROP TABLE _status_sentinel'
ended 0
says run.out "kept as _orders_old"
finds "while waiting" "SELECT note FROM orders WHERE id = 7"
finds 1 "SELECT typeof(total_cents) = 'integer' FROM orders WHERE id = 7"
finds 500 "SELECT count(*) FROM _orders_old"

case="the wait for the operator has a limit, and Ctrl-C ends it, too"
fresh 500
expect 1 "$tool" shop.db orders --to new.sql --defer-cutover \
  --sentinel-limit 1s
says err "_status_sentinel was not dropped within 1s"
says err "To go on from there: schema-change shop.db orders"
started "$tool" shop.db orders --to new.sql --defer-cutover --json
wait_until run.out '"to":"waitingOnSentinelTable"'
kill -INT "$pid"
ended 3
finds 1 "SELECT typeof(total_cents) = 'text' FROM orders WHERE id = 7"
"$sql" shop.db 'DROP TABLE _status_sentinel'
expect 0 "$tool" shop.db orders --to new.sql --resume require
expect 0 "$writer" verify shop.db

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
expect 0 "$tool" shop.db orders --to new.sql --json --steer release \
  --steer resume
says out '"held":null'
expect 0 "$writer" verify shop.db

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
expect 0 "$writer" verify shop.db

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
expect 0 "$tool" shop.db orders --to new.sql --resume require
expect 0 "$writer" verify shop.db

case="a checkpoint that cannot be written ends the run"
fresh 20000
# shellcheck disable=SC2046 # words on purpose
started $(slow) --lock-wait 300ms
wait_until run.out '"result":"ok"'
: >pause
wait_until run.out "$paused"
lock
ended 4
unlock
is_json run.out
says run.out '"outcome":"not_saved","exit_code":4'
says run.err "stopped, no checkpoint could be saved"
says run.err "database is locked"
says run.err "To go on from there: schema-change shop.db orders"
rm pause
expect 0 "$tool" shop.db orders --to new.sql --resume require
expect 0 "$writer" verify shop.db

case="a run goes on by itself after others have locked the database for long"
fresh 4000
: >pause
started "$tool" shop.db orders --to new.sql --json --max-rate 4000 \
  --pause-file pause --checkpoint-interval 0 --lock-wait 200ms
wait_until run.out "$paused"
lock
rm pause
wait_until run.out "the job is started again"
unlock
ended 0
is_json run.out
says run.out '"resumed":true'
checks=$((checks + 1))
if grep -q '"starts":1,' run.out; then fail "it was not started again"; fi
expect 0 "$writer" verify shop.db

case="a disk that is full ends the run, and the next one goes on"
fresh 20000
blocks=$(($(wc -c <shop.db) / 512 + 500))
expect 1 sh -c 'ulimit -f "$1"; shift; exec "$@"' sh "$blocks" \
  "$tool" shop.db orders --to new.sql
says err "disk"
says err "is as it was"
says err "To go on from there: schema-change shop.db orders"
finds 20000 "SELECT count(*) FROM orders WHERE typeof(total_cents) = 'text'"
expect 0 "$tool" shop.db orders --to new.sql --resume require
expect 0 "$writer" verify shop.db

case="a database that may not be written is left alone"
fresh 500
cp shop.db before
chmod 444 shop.db
set -- "$tool"
if [ -w shop.db ]; then # root writes anything, unless it lacks the capability
  set -- setpriv --bounding-set=-all --inh-caps=-all "$tool"
fi
if "$@" --version >/dev/null 2>&1; then
  expect 1 "$@" shop.db orders --to new.sql
  says err "readonly"
  says err "nothing was touched"
  same shop.db before
fi

sum_up
