# A shop whose table is changed, for the tests of schema-change from the outside.
# Sourced with the programs as arguments, before anything is done.
# shellcheck shell=sh disable=SC2034,SC2154 # some names are for those who do

tool=$1
writer=$2
sql=$3
# shellcheck source=tests/command_checks.sh
. "$(dirname "$0")/command_checks.sh"
# shellcheck source=tests/outside.sh
. "$(dirname "$0")/outside.sh"

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
