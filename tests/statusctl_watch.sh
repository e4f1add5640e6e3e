#!/bin/bash
# statusctl watch from the outside, in pipes and on a terminal, against a runner
# in a process of its own.
#
#   statusctl_watch.sh STATUSCTL RUNNER
set -u

# shellcheck source=tests/statusctl_runner.sh
. "$(dirname "$0")/statusctl_runner.sh"

case="the certificates are made"
expect 0 certs ours
export STATUSCTL_CERTS=ours
start_runner ours

# -- watching ------------------------------------------------------------------

case="a watch in a pipe appends lines and ends with the outcome"
watching add_email
wait_until run.out "Z add_email copyRows "
wait_until run.out "rows="
order finish add_email
ended 0
says run.out "Z add_email cutOver begins, copyRows took "
says run.out "Z add_email finished after "
lacks run.out "shop-2"
is_empty run.err

case="a failure is told apart by its exit code"
watching shop-2
wait_until run.out "Z shop-2 copyRows "
order fail shop-2 fenced
ended 5
says run.out "shop-2 failed after"
kill_runner
start_runner ours
watching add_email
wait_until run.out "copyRows"
order fail add_email down
ended 1
watching drop_phone --json
wait_until run.out '"status.progress/1"'
order fail drop_phone unsaved
ended 4
says run.out '"to":"errCleanup"'
says run.out '"outcome":"not_saved","exit_code":4'

case="rule 10.23: leaving a watch does not touch the task"
watching shop-2
wait_until run.out "copyRows"
kill -INT "$pid"
ended 130
watching
wait_until run.out "Z shop-2 copyRows"
kill -TERM "$pid"
ended 143
expect 0 show shop-2
says out "live on runner"

case="rule 10.23: a runner that is lost is shown and found again"
watching shop-2
wait_until run.out "copyRows"
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
wait_until run.out "Z shop-2 LOST "
says run.out "last seen copyRows"
says run.out "connection: unreachable"
start_runner ours "$port"
wait_until run.out "connection: live, runner"
order finish shop-2
pid=$watched
ended 0

case="a reader that goes away ends a watch"
"$tool" watch </dev/null 2>run.err | head -n 1 >run.out
codes=${PIPESTATUS[*]}
checks=$((checks + 1))
[ "$codes" = "141 0" ] || fail "exit codes $codes instead of 141 0"
says run.out "connection: live, runner"
is_empty run.err

# -- on a terminal -------------------------------------------------------------

on_terminal() { # COMMAND, reads keys
  script -qec "stty rows 24 cols 100; $1" /dev/null
}

if command -v script >/dev/null 2>&1; then
  case="on a terminal a watch redraws until q"
  mkfifo keys
  on_terminal "$tool watch add_email; echo code=\$?" <keys >run.out 2>&1 &
  pid=$!
  pids="$pids $pid"
  exec 5>keys
  wait_until run.out "▶ copyRows"
  wait_until run.out "q quits, the task goes on"
  wait_until run.out "$(printf '\033[J')"
  wait_until run.out "rows/s"
  printf q >&5
  wait_until run.out "code=130"
  exec 5>&-
  wait "$pid"

  case="on a terminal all tasks are a table"
  rm keys && mkfifo keys
  on_terminal "$tool watch; echo code=\$?" <keys >run.out 2>&1 &
  pid=$!
  pids="$pids $pid"
  exec 5>keys
  wait_until run.out "2 tasks: 2 live"
  printf q >&5
  wait_until run.out "code=130"
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
wait_until run.out "copyRows"
order finish add_email
ended 0
kill_runner

sum_up
