# A runner for the tests of statusctl from the outside. Sourced with the programs
# as arguments, before anything is done.
# shellcheck shell=bash disable=SC2034,SC2154 # some names are for those who do

tool=$1
runner=$2
# shellcheck source=tests/command_checks.sh
. "$(dirname "$0")/command_checks.sh"
# shellcheck source=tests/outside.sh
. "$(dirname "$0")/outside.sh"
unset "${!STATUSCTL_@}"
export LC_ALL=C.UTF-8 TERM=xterm

expect() { # EXIT_CODE ARGUMENT...
  local wanted=$1
  shift
  ends_with "$wanted" "$tool" "$@"
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

watching() { # ARGUMENT..., sets pid
  started "$tool" watch "$@"
}
