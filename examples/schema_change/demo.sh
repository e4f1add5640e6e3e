#!/usr/bin/env bash
# Gives a table a new definition while an application writes to it, kills that
# with kill -9 halfway, goes on, and proves that nothing was lost.
#
#   demo.sh PROGRAMS [--rows N]
#
# PROGRAMS is the folder with schema-change and orders-writer; `./run demo`
# builds them first. Works in a folder of its own and removes it.
set -euo pipefail

programs=$1
shift
rows=250000
while [ $# -gt 0 ]; do
  case $1 in
    --rows) rows=${2:?} && shift ;;
    *)
      echo "usage: demo.sh PROGRAMS [--rows N]" >&2
      exit 2
      ;;
  esac
  shift
done
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=$(cd "$programs" && pwd)
folder=$(mktemp -d)
writer=
runner=

# Ends only what was started here.
clean_up() {
  for pid in $writer $runner; do
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$folder"
  # A killed program cannot give the cursor back.
  [ ! -t 2 ] || printf '\033[?25h' >&2
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

bold='' plain='' progress='plain'
[ ! -t 2 ] || [ "${TERM:-dumb}" = dumb ] || progress='tty'
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\033[1m'
  plain=$'\033[0m'
fi

title() { printf '\n%s==> %s%s\n\n' "$bold" "$*" "$plain"; }
say() { printf '    %s\n' "$@"; }
fail() {
  printf 'The demo has failed: %s\n' "$*" >&2
  exit 1
}

# 1234567 becomes 1,234,567.
grouped() { echo "$1" | sed -E ':a; s/^([0-9]+)([0-9]{3})/\1,\2/; ta'; }

# number_of LABEL FILE: from the table that orders-writer prints.
number_of() { sed -nE "s/^$1 +([^ ].*)$/\1/p" "$2"; }

# field NAME LINE: a number of a JSON object.
field() { sed -nE "s/.*\"$1\":(-?[0-9.]+).*/\1/p" <<<"$2"; }

milliseconds() { date +%s%3N; }

# waited FROM TO [FROM TO]: how many transactions the writer began between these
# times, and its longest wait for a lock in milliseconds, by its own log.
waited() {
  awk -F '\t' -v times="$*" '
    BEGIN { n = split(times, at, " ") }
    $1 == "C" {
      begin = $5 - $4 / 1000
      for (i = 1; i < n; i += 2)
        if (begin >= at[i] && begin < at[i + 1]) {
          ++count
          if ($4 > most) most = $4
        }
    }
    END { printf "%d %d\n", count, (most + 999) / 1000 }' "$folder/writer.log"
}

# -- the two programs ----------------------------------------------------------

# Slow enough to be killed halfway.
rate=40000
change=("$programs/schema-change" shop.db orders --to orders.sql
  --map "note=coalesce(note, '')" --max-rate "$rate" --json --progress "$progress"
  --status-interval 2s --checkpoint-interval 1s)

# Its progress goes to the terminal, its JSON Lines to file descriptor 3.
start_change() {
  printf '\n    $ %s\n        %s\n\n' \
    "schema-change shop.db orders --to orders.sql" \
    "--map \"note=coalesce(note, '')\" --max-rate $rate"
  rm -f lines
  mkfifo lines
  if [ "$progress" = tty ]; then
    "${change[@]}" >lines &
  else
    "${change[@]}" >lines 2> >(sed -u 's/^/    /' >&2) &
  fi
  runner=$!
  exec 3<lines
}

# -- the demo ------------------------------------------------------------------

cp "$here/orders.sql" "$folder"
cd "$folder"

title "1. A shop with $(grouped "$rows") orders; its amounts are text, alas"
"$programs/orders-writer" create shop.db --rows "$rows" --wal
say "$(du -h shop.db | cut -f 1) of SQLite, with indexes, foreign keys, a trigger and a view"

title "2. The shop is open: an application writes all the time"
"$programs/orders-writer" run shop.db --log writer.log --rate 200 \
  >writer.txt 2>&1 &
writer=$!
opened=$(milliseconds)
sleep 2
[ -s writer.log ] || fail "the writer does not write: $(cat writer.txt)"
say "It inserts, updates, deletes, upserts and replaces about 200 times a second," \
  "and keeps a log of its own: before each transaction what it is about to do," \
  "and after it what became of it."

title "3. Meanwhile the table gets this definition"
sed -n '/^CREATE/,$s/^/    /p' orders.sql
begun=$(milliseconds)
start_change
killed_at=
while read -r -u 3 -t 60 line; do
  case $line in
    *'"schema":"status.progress/1"'*'"state":"copyRows"'*)
      copied=$(field rows_copied "$line")
      expected=$(field rows_expected "$line")
      [ "$((copied * 2))" -lt "${expected:-0}" ] || killed_at=$copied
      ;;
    # A machine that copies it all in a second is stopped a little later.
    *'"to":"applyChangeset"'*) killed_at=${expected:-$rows} ;;
    *'"schema":"status.result/1"'*) fail "schema-change has ended: $line" ;;
  esac
  [ -z "$killed_at" ] || break
done
[ -n "$killed_at" ] || fail "schema-change has not begun to copy"
kill -9 "$runner" 2>/dev/null || fail "schema-change had ended before the kill"
wait "$runner" 2>/dev/null || true
runner=
exec 3<&-
[ ! -t 2 ] || printf '\033[?25h' >&2
share=$((killed_at * 100 / ${expected:-$rows}))

title "4. kill -9 at $share % of the copy"
sleep 1
say "The shop does not notice: its table is as it was, and triggers keep noting" \
  "which orders change. The same command goes on from where it was:"
start_change
resumed_at=
result=
indexes=0 indexed=0
while read -r -u 3 -t 120 line; do
  case $line in
    *'"schema":"status.progress/1"'*)
      # The first one of the new run says where it found itself.
      case $line in
        *'"resumed":true'*) : "${resumed_at:=$(field rows_copied "$line")}" ;;
      esac
      ;;
    *'"to":"restoreSecondaryIndexes"'*) indexes=$(milliseconds) ;;
    *'"to":"analyzeTable"'*) indexed=$(milliseconds) ;;
    *'"schema":"status.result/1"'*) result=$line ;;
  esac
done
exec 3<&-
wait "$runner" || fail "schema-change ended with exit code $?: $result"
runner=
ended=$(milliseconds)
[ "${resumed_at:-0}" -gt 0 ] || fail "the second run began from the beginning"

title "5. The shop closes, and its own log is held against the table"
sleep 1
kill "$writer"
wait "$writer" || fail "the writer has failed: $(cat writer.txt)"
writer=
"$programs/orders-writer" verify shop.db --log writer.log >verdict.txt ||
  fail "the table is not what the writer's log says: $(cat verdict.txt)"
[ "$(number_of 'amounts are stored as' verdict.txt)" = integer ] ||
  fail "the amounts are no numbers: $(cat verdict.txt)"

read -r changes longest < <(waited "$begun" "$indexes" "$indexed" "$ended")
read -r while_indexed longest_indexed < <(waited "$indexes" "$indexed")
read -r _ longest_before < <(waited "$opened" "$begun")
read -r all _ < <(waited 0 "$ended" "$ended" 9999999999999)
changes=$((changes + while_indexed))
[ "$changes" -gt 0 ] || fail "the writer wrote nothing during the change"
result_line() { printf "    $bold%-10s$plain  %s\n" "$1" "$2"; }
more() { printf '                %s\n' "$@"; }

result_line before "amounts were text, and no column had to make sense"
result_line now "amounts are integers, and constraints keep every column right"
result_line 'it took' "$(((ended - begun + 500) / 1000)) s; the exchange at the end took $(
  awk -v x="$(field cut_over_seconds "$result")" \
    'BEGIN { printf "%.0f", x * 1000 }') ms of them"
result_line meanwhile "the shop committed $(grouped "$changes") transactions and waited"
more "$longest ms at most, or $longest_indexed ms while an index was built" \
  "($longest_before ms before the change; --indexes-first builds no index in one go)"
result_line 'kill -9' "at $share % of the copy; the next run went on from there"
result_line 'the proof' "all $(grouped "$all") transactions done again in memory, and the"
more "$(grouped "$(number_of 'rows checked' verdict.txt)") rows of the table compared with the result:" \
  "$bold$(number_of lost verdict.txt) lost, $(
    number_of duplicated verdict.txt) twice, $(
    number_of unexpected verdict.txt) too many, $(
    number_of differing verdict.txt) with another value$plain"
printf '\n    Indexes, foreign keys, trigger and view are checked, too.\n'
