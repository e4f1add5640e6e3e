#!/bin/sh
# The command line tool from the outside: refusals, a whole change, what it says,
# the wait for the operator, locks of others, a disk that is full.
#
#   schema_change_cli.sh SCHEMA_CHANGE ORDERS_WRITER SQL
set -u

# shellcheck source=tests/schema_change_shop.sh
. "$(dirname "$0")/schema_change_shop.sh"

same() { # FILE FILE
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$1 differs from $2"
}

case="a wrong command line touches nothing"
fresh 500
cp shop.db before
ends_with 2 "$tool"
says err "DATABASE"
is_empty out
ends_with 2 "$tool" shop.db orders
says err "--to"
ends_with 2 "$tool" shop.db orders --to no.sql
says err "no.sql"
ends_with 2 "$tool" shop.db orders --to new.sql --chunk-time 7
says err "--chunk-time"
ends_with 0 "$tool" --help
says out "Exit codes"
is_empty err
ends_with 0 "$tool" --version

case="what cannot be done is refused before anything is touched"
ends_with 2 "$tool" none.db orders --to new.sql
says err "none.db"
[ ! -e none.db ] || fail "a database was made"
ends_with 2 "$tool" shop.db nothing --to new.sql
says err "nothing"
ends_with 2 "$tool" shop.db orders --to broken.sql
says err "incomplete input"
ends_with 2 "$tool" shop.db orders --to renamed.sql
says err "reference"
ends_with 2 "$tool" shop.db orders --to new.sql --resume require
says err "no unfinished change"
ends_with 2 "$tool" new.sql orders --to new.sql
ends_with 2 "$tool" shop.db nothing --to new.sql --json
is_json out
says out '"outcome":"refused","exit_code":2'
same shop.db before
[ -z "$(find . -name 'shop.db?*')" ] || fail "left behind: $(find . -name 'shop.db?*')"

case="a change is made and says what was done"
ends_with 0 "$tool" shop.db orders --to new.sql
says out "orders in shop.db has its new definition"
says out "500 rows"
says out "old table removed"
says err "copyRows begins"
checks=$((checks + 1))
if grep -q "$(printf '\033')" out err; then fail "escape sequences in a file"; fi
ends_with 0 "$writer" verify shop.db
ends_with 0 "$tool" shop.db orders --to new.sql
says out "nothing left to copy"

case="the output is JSON Lines"
fresh 500
ends_with 0 "$tool" shop.db orders --to new.sql --json --keep-old
is_json out
is_empty err
says out '"to":"cutOver"'
says out '"from":"initial","to":"copyRows"'
says out '"outcome":"finished","exit_code":0,"error":null'
says out '"old_table":"_orders_old"'
fresh 500
ends_with 0 "$tool" shop.db orders --to new.sql --progress json
is_json err
says out "500 rows"

case="a reader that goes away does not end a change"
fresh 500
"$tool" shop.db orders --to new.sql --json | head -n 1 >/dev/null
ends_with 0 "$tool" shop.db orders --to new.sql
says out "nothing left to copy"

case="the component never reads a configuration from the folder"
fresh 500
echo 'scheduler { max-threads = 0 }' >caf-application.ini
ends_with 0 "$tool" shop.db orders --to new.sql

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
ends_with 1 "$tool" shop.db orders --to new.sql --defer-cutover \
  --sentinel-limit 1s
says err "_status_sentinel was not dropped within 1s"
says err "To go on from there: schema-change shop.db orders"
started "$tool" shop.db orders --to new.sql --defer-cutover --json
wait_until run.out '"to":"waitingOnSentinelTable"'
kill -INT "$pid"
ended 3
finds 1 "SELECT typeof(total_cents) = 'text' FROM orders WHERE id = 7"
"$sql" shop.db 'DROP TABLE _status_sentinel'
ends_with 0 "$tool" shop.db orders --to new.sql --resume require
ends_with 0 "$writer" verify shop.db

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
ends_with 0 "$tool" shop.db orders --to new.sql --resume require
ends_with 0 "$writer" verify shop.db

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
ends_with 0 "$writer" verify shop.db

case="a disk that is full ends the run, and the next one goes on"
fresh 20000
blocks=$(($(wc -c <shop.db) / 512 + 500))
ends_with 1 sh -c 'ulimit -f "$1"; shift; exec "$@"' sh "$blocks" \
  "$tool" shop.db orders --to new.sql
says err "disk"
says err "is as it was"
says err "To go on from there: schema-change shop.db orders"
finds 20000 "SELECT count(*) FROM orders WHERE typeof(total_cents) = 'text'"
ends_with 0 "$tool" shop.db orders --to new.sql --resume require
ends_with 0 "$writer" verify shop.db

case="a database that may not be written is left alone"
fresh 500
cp shop.db before
chmod 444 shop.db
set -- "$tool"
if [ -w shop.db ]; then # root writes anything, unless it lacks the capability
  set -- setpriv --bounding-set=-all --inh-caps=-all "$tool"
fi
if "$@" --version >/dev/null 2>&1; then
  ends_with 1 "$@" shop.db orders --to new.sql
  says err "readonly"
  says err "nothing was touched"
  same shop.db before
fi

sum_up
