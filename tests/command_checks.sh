# What the tests of command lines ask of a command: how it ends, and what it says.
# Sourced together with outside.sh.
# shellcheck shell=sh disable=SC2154 # whose folder and counters these are

# Runs a command that gets no input; what it says goes to the files out and err.
ends_with() { # EXIT_CODE COMMAND...
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

# Runs one in the background; what it says goes to run.out and run.err.
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
