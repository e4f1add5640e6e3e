#!/usr/bin/env bash
# Three workers move shards while these are written to. One is killed, one is
# frozen until others have taken its shards over and then wakes up; in the end
# every shard must be complete.
#
#   demo.sh PROGRAMS STATUSCTL [--rows N]
#
# PROGRAMS is the folder with shard-move, STATUSCTL the program; `./run
# fleet-demo` builds them first. Works in a folder of its own and removes it.
set -euo pipefail

usage() {
  echo "usage: demo.sh PROGRAMS STATUSCTL [--rows N]" >&2
  exit 2
}

[ $# -ge 2 ] || usage
shard_move=$(cd "$1" && pwd)/shard-move
statusctl=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
shift 2
rows=20000
while [ $# -gt 0 ]; do
  case $1 in
    --rows) rows=${2:?} && shift ;;
    *) usage ;;
  esac
  shift
done
folder=$(mktemp -d)
cd "$folder"
started=()

# Without a word of bash about it.
end_now() { { kill -9 "$1" && wait "$1"; } 2>/dev/null || true; }

# Ends only what was started here and has not ended: by then its number may be
# that of somebody else.
clean_up() {
  local pid
  for pid in $(jobs -pr) $(jobs -ps); do
    end_now "$pid"
  done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\033[1m'
  plain=$'\033[0m'
fi

title() { printf '\n%s==> %s%s\n\n' "$bold" "$*" "$plain"; }
say() { printf '    %s\n' "$@"; }
quote() { sed 's/^/    | /'; }
fail() {
  printf 'The demo has failed: %s\n' "$*" >&2
  local file
  for file in controller.txt w1.txt w2.txt w3.txt writers.txt; do
    [ ! -f "$file" ] || { echo "-- the end of $file:" && tail -n 15 "$file"; } >&2
  done
  exit 1
}

# start NAME PROGRAM ARGUMENT...: in the background, what it says in NAME.txt.
start() {
  local name=$1
  shift
  "$@" >"$name.txt" 2>&1 </dev/null &
  started+=($!)
}

# until_is SECONDS WHAT COMMAND...: waits for a command to succeed.
until_is() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || fail "$what did not come"
    sleep 0.1
  done
}

# The shards that a worker has by the controller's last word on each.
shards_of() {
  awk -v node="node=$1" '
    match($0, / task=[^ ]+/) {
      task = substr($0, RSTART + 6, RLENGTH - 6)
      has[task] = / controller: (running|back) / && $NF == node
      if (/ controller: succeeded /) has[task] = 0
    }
    END { for (task in has) if (has[task]) print task }' controller.txt | sort
}

# Says which shards an operator has wait, if there are any.
held_up() {
  "$statusctl" --certs certs --connect "$address" list 2>/dev/null |
    grep -E ' (paused|held) by '
}

has_shards() { [ -n "$(shards_of "$1")" ]; }

# Whether others have each of these shards now, or have moved them already.
taken_over() {
  local from=$1 shard
  shift
  for shard; do
    grep -E "(running|succeeded) task=$shard " controller.txt | tail -n 1 |
      grep -qv "node=$from\$" || return 1
  done
}

# Whether watch has seen rows arrive.
copying() { grep -Eq ' copyRows [0-9.]+% rows=[1-9]' watch.txt; }

# Stops a process between two of its write transactions: one that is frozen with
# SQLite's lock in its hands keeps everybody out until it wakes up or is killed.
freeze() {
  local try
  for try in $(seq 500); do
    kill -STOP "$1"
    until ! cut -d ' ' -f 3 "/proc/$1/task/"*/stat | grep -qv '[Tt]'; do
      sleep 0.01
    done
    grep -Eq "WRITE +$1 " /proc/locks || return 0
    kill -CONT "$1"
    sleep "0.0$((try % 9 + 1))"
  done
  fail 'there was no moment between two transactions'
}

# -- the beginning -------------------------------------------------------------

title "six databases, each with writers, and certificates of our own"
"$statusctl" certs certs >certs.txt || fail "no certificates: $(cat certs.txt)"
"$shard_move" make from --shards 6 --rows "$rows"
say "$(du -sm from | cut -f 1) MB in $(find from -name '*.db' | wc -l) shards"
start writers "$shard_move" write from
writers=$!
start controller "$shard_move" controller from to --certs certs --grace 3
controller=$!
until_is 30 'the address of the controller' grep -q '^listening on' controller.txt
address=$(sed -n 's/^listening on //p' controller.txt)
say "the controller listens on $address; from a second terminal:" '' \
  "$(printf '%q ' "$statusctl" --certs "$folder/certs" --connect "$address")watch" \
  ''
start watch "$statusctl" --certs certs --connect "$address" watch
# Whoever comes first leaves work for the others. The last one has room for all.
start_worker() { # NAME CAPACITY
  start "$1" "$shard_move" worker --name "$1" --fleet "$address" \
    --certs certs --capacity "$2" --rate "$((rows / 7 + 1))"
}
start_worker w1 2
start_worker w2 2
w1=${started[-2]}
w2=${started[-1]}
until_is 60 'a shard for w1 and w2' eval 'has_shards w1 && has_shards w2'
start_worker w3 6
until_is 60 'a shard for w3' has_shards w3
until_is 60 'the first rows' copying
sleep 1
say 'what statusctl watch says:'
tail -n 12 watch.txt | quote

# -- one is killed, one is frozen ------------------------------------------------

title "kill -9 to worker w1, which moves $(shards_of w1 | paste -sd ' ')"
lost=$(shards_of w1)
end_now "$w1"
title "SIGSTOP to worker w2, which moves $(shards_of w2 | paste -sd ' ')"
frozen=$(shards_of w2)
[ -n "$frozen" ] || fail 'w2 has nothing any more'
freeze "$w2"
# shellcheck disable=SC2086 # words on purpose
until_is 60 'who goes on in place of w1' taken_over w1 $lost
# shellcheck disable=SC2086 # words on purpose
until_is 60 'who goes on in place of w2' taken_over w2 $frozen
say 'what the controller says:'
grep -E ' controller: ' controller.txt | tail -n 14 | quote
title 'SIGCONT to w2, which still believes that it moves its shards'
kill -CONT "$w2"
until_is 60 'a word of w2 that it is fenced off' grep -q 'fenced off' w2.txt
grep 'fenced off' w2.txt | head -n 4 | quote

# -- the end -------------------------------------------------------------------

title 'the others finish'
limit=$((SECONDS + 150)) look=$((SECONDS + 15)) waits=''
while kill -0 "$controller" 2>/dev/null; do
  if [ "$SECONDS" -ge "$look" ]; then
    look=$((SECONDS + 15))
    if held_up >held.txt; then
      limit=$((SECONDS + 150))
      [ -n "$waits" ] || say 'an operator has these wait, and so does the demo:'
      [ -n "$waits" ] || quote <held.txt
      waits=yes
    elif [ "$SECONDS" -ge "$limit" ] && kill -0 "$controller" 2>/dev/null; then
      fail 'the shards do not arrive'
    fi
  fi
  sleep 0.2
done
wait "$controller" || fail 'not all shards have moved'
tail -n 1 controller.txt | quote
sleep 1 # writers go on in the new places
kill -TERM "$writers" 2>/dev/null || fail 'the writers have ended'
wait "$writers" || fail 'a writer has failed'
tail -n 1 writers.txt | quote
title 'what statusctl watch has said last'
grep -v ' connection: ' watch.txt | tail -n 12 | quote
title 'all transactions done again in memory, and compared with the shards'
"$shard_move" verify from to >verdict.txt || {
  cat verdict.txt
  fail 'the shards are not what they should be'
}
quote <verdict.txt
printf '\n    %sEvery shard is complete, and every row is there once.%s\n' \
  "$bold" "$plain"
