#!/bin/bash
# statusctl from the outside: every command against a runner in a process of its
# own, over TLS on loopback, in pipes and on a terminal.
#
#   statusctl.sh STATUSCTL RUNNER
set -u

tool=$1
runner=$2
# shellcheck source=tests/schema_change_checks.sh
. "$(dirname "$0")/schema_change_checks.sh"
unset "${!STATUSCTL_@}"
export LC_ALL=C.UTF-8 TERM=xterm

# -- checks --------------------------------------------------------------------

expect() { # EXIT_CODE ARGUMENT...
  wanted=$1
  shift
  "$tool" "$@" >out 2>err </dev/null
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

lacks() { # FILE TEXT
  checks=$((checks + 1))
  if grep -qF -e "$2" "$1"; then
    fail "\"$2\" is in $1:"
    cat "$1"
  fi
}

is_empty() { # FILE
  checks=$((checks + 1))
  [ ! -s "$1" ] || {
    fail "$1 is not empty:"
    cat "$1"
  }
}

# Waits until a file says something, 60 s at most.
wait_until() { # FILE TEXT
  for _ in $(seq 1200); do
    grep -qF -e "$2" "$1" 2>/dev/null && return
    sleep 0.05
  done
  fail "waited in vain for \"$2\" in $1"
  cat "$1"
}

# Waits until statusctl show says something, 60 s at most.
wait_shown() { # TASK TEXT
  for _ in $(seq 300); do
    "$tool" show "$1" 2>/dev/null | grep -qF -e "$2" && return
    sleep 0.2
  done
  fail "waited in vain for \"$2\" of $1"
  "$tool" show "$1"
}

# -- a runner ------------------------------------------------------------------

start_runner() { # FOLDER|plain [PORT], sets runner_pid, STATUSCTL_CONNECT
  rm -f orders port
  mkfifo orders
  "$runner" "$@" <orders >port 2>runner.err &
  runner_pid=$!
  pids="$pids $runner_pid"
  exec 4>orders
  for _ in $(seq 1200); do
    [ -s port ] && break
    sleep 0.05
  done
  [ -s port ] || {
    fail "the runner does not start"
    cat runner.err
    exit 1
  }
  port=$(cat port)
  export STATUSCTL_CONNECT=127.0.0.1:$port
}

order() { # WORD...
  echo "$*" >&4
}

kill_runner() {
  kill -9 "$runner_pid"
  wait "$runner_pid" 2>/dev/null
  exec 4>&-
}

# watching ARGUMENT...: in the background, sets pid
watching() {
  rm -f watch.out watch.err
  "$tool" watch "$@" >watch.out 2>watch.err </dev/null &
  pid=$!
  pids="$pids $pid"
}

ended() { # EXIT_CODE
  wait "$pid"
  code=$?
  checks=$((checks + 1))
  [ "$code" = "$1" ] || {
    fail "the watch ended with $code instead of $1"
    cat watch.out watch.err
  }
}

# -- certificates --------------------------------------------------------------

case="a first set of certificates is made once"
expect 0 certs ours
says out "statusctl --certs ours"
cp -r ours before
expect 2 certs ours
says err "ours/"
checks=$((checks + 1))
diff -r ours before >/dev/null || fail "a second call has changed the first set"
expect 0 certs theirs --host db1.example.com
expect 2 certs odd --host 'no name'
says err "no name"

# -- what cannot be reached ----------------------------------------------------

case="what cannot be reached is said"
start_runner ours
export STATUSCTL_CERTS=ours
expect 0 list
good=$STATUSCTL_CONNECT
kill_runner
expect 69 list
says err "statusctl: unavailable: cannot connect to $good"
expect 69 watch add_email
says err "cannot connect to $good"
expect 69 watch
expect 69 --connect host.invalid:1 list
says err "host.invalid"
expect 124 watch add_email --timeout 1s
says err "was out of reach for"

case="certificates are looked at first"
expect 2 --certs nowhere list
says err "nowhere/"
start_runner ours
expect 2 --certs theirs list
says err "authority"

case="a plain port is for this host and has to be asked for"
expect 2 --connect 10.0.0.1:1 --plain list
says err "--plain is for this host only"

# -- looking -------------------------------------------------------------------

case="list says what all tasks are doing"
expect 0 list
says out "TASK"
says out "add_email   copyRows"
says out "drop_phone  copyRows"
is_empty err
expect 0 list --filter shop
lacks out "add_email"
says out "shop-2"
expect 0 list --filter nothing-like-that
is_empty out
says err "no tasks that match"
expect 0 list --json
says out '{"schema":"status.task/1","time":"'
says out '"task":"add_email","node":"runner","presence":"live"'
checks=$((checks + 1))
[ "$(wc -l <out)" = 3 ] || fail "not a line per task"
expect 0 --color always list
says out "$(printf '\033[1m')"
NO_COLOR='' expect 0 list
lacks out "$(printf '\033')"

case="show says all of one task"
expect 0 show add_email
says out "add_email  live on runner"
says out "  state       copyRows for "
says out "  checkpoint  none in this start"
says out "  tables      users "
expect 0 show add_email --json
says out '"task":"add_email"'

case="an unknown task is guessed"
expect 2 show add_emial
says err "knows no task add_emial; did you mean add_email?"
expect 2 pause email
says err "did you mean add_email?"
expect 2 watch add_emial
says err "did you mean add_email?"
is_empty out

case="progress asks the task"
expect 0 progress add_email
says out "  state       copyRows"
says out "  summary     copies as it was told"
expect 0 progress add_email --json
says out '{"schema":"status.progress/1","time":"'
says out '"rows_per_second":null'

# -- steering ------------------------------------------------------------------

case="a checkpoint is saved on demand"
expect 0 checkpoint add_email
says out "add_email is saved at row="
expect 0 checkpoint add_email --json
says out '"result":"ok"'
expect 0 history add_email
says out "2 saved, 0 failed in this epoch"
expect 0 history add_email --json
says out '{"schema":"status.checkpoint/1"'
says out '"succeeded":2,"failed":0'
wait_shown add_email "s ago  row="

case="a checkpoint that cannot be written is said"
order break shop-2
save_until_it_fails() {
  for _ in $(seq 100); do
    "$tool" checkpoint shop-2 >out 2>err
    code=$?
    [ "$code" = 0 ] || return
  done
}
save_until_it_fails # the next one may still come first
checks=$((checks + 1))
[ "$code" = 4 ] || fail "exit code $code instead of 4"
says err "checkpoint shop-2: "
says err "the disk is full"
wait_shown shop-2 "ended"

case="a pause and a hold are in force until they are taken back"
expect 0 pause add_email --reason 'backups until 6' --by alice
says out "add_email is paused by alice: backups until 6"
wait_shown add_email "by alice: backups until 6, since 20"
expect 0 list
says out "paused by alice: backups until 6"
expect 0 hold add_email --by bob
says out "is paused by alice: backups until 6; its cut-over is held by bob"
expect 0 resume add_email
says out "add_email its cut-over is held by bob"
order finish add_email
expect 0 show add_email
says out "copyRows"
expect 0 release add_email
says out "add_email is neither paused nor held"
wait_shown add_email "finished after"
expect 0 list
lacks out "add_email"
expect 0 list --all
says out "add_email   finished"

case="what has ended is watched to its end at once"
expect 0 watch add_email
says out "add_email finished after"
expect 0 watch add_email --json
says out '"outcome":"finished","exit_code":0'
checks=$((checks + 1))
tail -n 1 out | grep -q '^{"schema":"status.result/1"' ||
  fail "the last line is no result"

case="rule 10.25: what ends a task is confirmed"
expect 2 cancel drop_phone --reason wrong
says err "give --yes if it is meant. Nothing was done."
expect 2 stop drop_phone
says err "--yes"
expect 0 show drop_phone
says out "copyRows"
expect 0 cancel drop_phone --reason 'wrong table' --by alice --yes
says out "drop_phone is cancelled"
wait_shown drop_phone "by alice: wrong table"
expect 3 watch drop_phone
says out "drop_phone cancelled after"
kill_runner

case="stop saves a checkpoint first"
start_runner ours
expect 0 stop drop_phone --yes
says out "saves a last checkpoint and ends"
expect 3 watch drop_phone
says out "cancelled after"
expect 0 show drop_phone
says out "ago  row="
expect 0 history drop_phone
says out " saved, 0 failed in this epoch"
expect 69 checkpoint drop_phone
says err "checkpoint drop_phone: unavailable: drop_phone has ended"
says err "; statusctl show drop_phone says how"
expect 69 stop drop_phone --yes
says err "stop drop_phone: drop_phone has ended; statusctl show drop_phone"
is_empty out

# -- watching ------------------------------------------------------------------

case="a watch in a pipe appends lines and ends with the outcome"
watching add_email
wait_until watch.out "Z add_email copyRows "
wait_until watch.out "rows="
order finish add_email
ended 0
says watch.out "Z add_email cutOver begins, copyRows took "
says watch.out "Z add_email finished after "
lacks watch.out "shop-2"
is_empty watch.err

case="a failure is told apart by its exit code"
watching shop-2
wait_until watch.out "Z shop-2 copyRows "
order fail shop-2 fenced
ended 5
says watch.out "shop-2 failed after"
kill_runner
start_runner ours
watching add_email
wait_until watch.out "copyRows"
order fail add_email down
ended 1
watching drop_phone --json
wait_until watch.out '"status.progress/1"'
order fail drop_phone unsaved
ended 4
says watch.out '"to":"errCleanup"'
says watch.out '"outcome":"not_saved","exit_code":4'

case="rule 10.23: leaving a watch does not touch the task"
watching shop-2
wait_until watch.out "copyRows"
kill -INT "$pid"
ended 130
watching
wait_until watch.out "Z shop-2 copyRows"
kill -TERM "$pid"
ended 143
expect 0 show shop-2
says out "live on runner"

case="rule 10.23: a runner that is lost is shown and found again"
watching shop-2
wait_until watch.out "copyRows"
watched=$pid
"$tool" watch shop-2 --timeout 3s >late.out 2>late.err </dev/null &
late=$!
pids="$pids $late"
wait_until late.out "copyRows"
kill_runner
wait "$late"
code=$?
checks=$((checks + 1))
[ "$code" = 124 ] || fail "a watch that waited too long ended with $code"
says late.err "shop-2 was out of reach for"
wait_until watch.out "Z shop-2 LOST "
says watch.out "last seen copyRows"
says watch.out "connection: unreachable"
start_runner ours "$port"
wait_until watch.out "connection: live, runner"
order finish shop-2
pid=$watched
ended 0

case="a reader that goes away ends a watch"
"$tool" watch </dev/null 2>watch.err | head -n 1 >watch.out
codes=${PIPESTATUS[*]}
checks=$((checks + 1))
[ "$codes" = "141 0" ] || fail "exit codes $codes instead of 141 0"
says watch.out "connection: live, runner"
is_empty watch.err

# -- on a terminal -------------------------------------------------------------

on_terminal() { # COMMAND, reads keys
  script -qec "stty rows 24 cols 100; $1" /dev/null
}

if command -v script >/dev/null 2>&1; then
  case="on a terminal a watch redraws until q"
  mkfifo keys
  on_terminal "$tool watch add_email; echo code=\$?" <keys >watch.out 2>&1 &
  pid=$!
  pids="$pids $pid"
  exec 5>keys
  wait_until watch.out "▶ copyRows"
  wait_until watch.out "q quits, the task goes on"
  wait_until watch.out "$(printf '\033[J')"
  wait_until watch.out "rows/s"
  printf q >&5
  wait_until watch.out "code=130"
  exec 5>&-
  wait "$pid"

  case="on a terminal all tasks are a table"
  rm keys && mkfifo keys
  on_terminal "$tool watch; echo code=\$?" <keys >watch.out 2>&1 &
  pid=$!
  pids="$pids $pid"
  exec 5>keys
  wait_until watch.out "2 tasks: 2 live"
  printf q >&5
  wait_until watch.out "code=130"
  exec 5>&-
  wait "$pid"

  case="on a terminal what destroys is asked"
  printf 'n\n' |
    on_terminal "$tool cancel add_email --reason x; echo code=\$?" >out 2>&1
  says out "Cancel add_email (copyRows"
  says out "[y/N]"
  says out "nothing was done"
  says out "code=2"
  expect 0 show add_email
  says out "live on runner"
  printf 'y\n' |
    on_terminal "$tool cancel add_email --reason x; echo code=\$?" >out 2>&1
  says out "add_email is cancelled"
  says out "code=0"
else
  echo "SKIPPED: there is no script(1), so no terminal"
fi
kill_runner

# -- without TLS ---------------------------------------------------------------

case="a plain port"
start_runner plain
unset STATUSCTL_CERTS
expect 0 --plain list
says out "add_email   copyRows"
watching --plain add_email
wait_until watch.out "copyRows"
order finish add_email
ended 0
kill_runner

# -- shells --------------------------------------------------------------------

case="bash completes commands and options"
expect 0 completion bash
cat >complete.sh <<'END'
source ./out
complete_words() {
  COMP_WORDS=(statusctl "$@")
  COMP_CWORD=$#
  _statusctl
  echo "${COMPREPLY[*]}"
}
complete_words wa
complete_words cancel --rea
complete_words --color ''
complete_words completion ''
END
bash complete.sh >completed 2>&1
says completed "watch"
says completed "--reason"
says completed "auto always never"
says completed "bash zsh"
expect 0 completion zsh
if command -v zsh >/dev/null 2>&1; then
  checks=$((checks + 1))
  zsh -n out || fail "zsh does not understand its script"
fi

sum_up
