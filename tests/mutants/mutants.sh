#!/usr/bin/env bash
# Puts the faults of table.txt into the code, one at a time, and shows that the
# suites or the explorer catch each.
#
#   mutants.sh BUILD OUT [--jobs N] [--only ID]...
#
# BUILD is a folder of ninja in which unit_tests and explore are up to date. Only
# the one file with the fault is compiled anew, by the command that ninja would
# use, and exchanged in the library, or in unit_tests if it is of the schema
# change. All of that goes to OUT. Without a fault everything must pass first.
set -euo pipefail

# shellcheck source=tests/mutants/table.sh
source "$(dirname "${BASH_SOURCE[0]}")/table.sh"

# -- compiling one fault -----------------------------------------------------------

# command_for TARGET TEXT: how ninja makes the target; the line has the text.
command_for() {
  ninja -C "$build" -t commands "$1" | grep -F -e "$2" | tail -n 1
}

# compile FILE UNIT FOLDER: makes, with FOLDER/FILE in the place of FILE, what
# the tests run with.
compile() {
  local file=$1 unit=$2 folder=$3 object command text name
  case $unit in
    examples/schema_change/*)
      object=examples/CMakeFiles/schema_change_engine.dir/schema_change
      object=$object/${unit##*/}.o
      ;;
    *) object=CMakeFiles/caf_status.dir/$unit.o ;;
  esac
  text=" -c $root/$unit"
  command=$(command_for "$object" "$text")
  command=${command//"$object"/"$folder/fault.o"}
  command=${command/" -I"/" -I$folder -I"}
  if [ "$unit" = "$file" ]; then
    command=${command/"$text"/" -c $folder/$file"}
  fi
  # A fault may well leave a variable without a use.
  (cd "$build" && sh -c "$command -w") || return 1
  case $unit in
    examples/schema_change/*)
      # Found before the library, whose own object is left alone then.
      text=" -o tests/unit_tests "
      command=$(command_for unit_tests "$text")
      command=${command/"$text"/" -o $folder/unit_tests $folder/fault.o "}
      ;;
    *)
      text=" -Wl,-soname,"
      command=$(command_for caf_status "$text")
      name=${command#*"$text"}
      name=${name%% *}
      command=${command/" $object "/" $folder/fault.o "}
      # shellcheck disable=SC2001 # it is a pattern
      command=$(sed "s| -o [^ ]* | -o $folder/$name |" <<<"$command")
      ;;
  esac
  (cd "$build" && sh -c "$command")
}

# -- catching one fault ------------------------------------------------------------

# What a test's log says about its end: which test, and how it failed.
culprit() {
  awk '
    /^BROKEN: / { print; found = 1; exit }
    /^- / { test = substr($0, 3) }
    /^!! / { print test; found = 1; exit }
    END { if (!found) print test }
  ' "$1"
}

# attempt WHAT FOLDER: runs a suite, or the explorer ("explore:TEXT", scenarios
# whose name contains the text), with what FOLDER has. Sets how it failed.
attempt() {
  local what=$1 folder=$2 status=0 limit=300 log=$2/test.log
  local program=$build/tests/unit_tests
  local arguments=(-n -v 4 -r 600 -s "^$what\$")
  if [ -x "$folder/unit_tests" ]; then
    program=$folder/unit_tests
  fi
  if [[ $what == explore:* ]]; then
    program=$build/tests/explore
    arguments=(--jobs 1 --seconds "$explore_for" --only "${what#explore:}")
  fi
  if [ -f "$out/baseline/$what.time" ]; then
    limit=$((20 + 5 * $(cat "$out/baseline/$what.time")))
  fi
  # The shell need not say that a program was killed, and a fault must not take
  # all the memory.
  (
    ulimit -v 6000000
    export LD_LIBRARY_PATH=$folder TMPDIR=$temporary
    exec timeout --foreground -s KILL "$limit" "$program" "${arguments[@]}" \
      >"$log" 2>&1 </dev/null
  ) 2>/dev/null &
  wait $! 2>/dev/null || status=$?
  if grep -q '^ *tests: *0$' "$log"; then
    how="there is no suite $what"
    return 2
  fi
  [ "$status" != 0 ] || return 0
  how="$what: $(culprit "$log")"
  if [ "$status" = 137 ]; then
    how="timeout of $limit s, $how"
  elif [ "$status" -gt 128 ] && ! grep -q '^!! ' "$log"; then
    how="crash, $how"
  fi
  return 1
}

# What can catch a fault in the file, in the order in which it is tried.
candidates() {
  local file=$1 first=$2
  tr ' ' '\n' <<<"$first" | sed '/^$/d'
  if [[ $file == examples/* ]]; then
    suites "$root/tests/schema_change"
  else
    suites "$root/tests"
    echo explore:
    suites "$root/tests/schema_change"
  fi
}

# try_one ID FILE UNIT FIRST EXPLANATION WORDS: prints one line, and remembers
# the result.
try_one() {
  local id=$1 file=$2 unit=$3 first=$4 explanation=$5 words=$6 folder=$out/$1
  local what how='' result=SURVIVED
  rm -rf "$folder"
  mkdir -p "$folder/${file%/*}"
  if ! with_fault "$id" "$root/$file" >"$folder/$file" ||
    ! compile "$file" "$unit" "$folder" >"$folder/compile.log" 2>&1; then
    result='DOES NOT COMPILE'
    how="see $folder/compile.log"
  else
    while read -r what; do
      if ! attempt "$what" "$folder"; then
        result='killed by'
        break
      fi
    done < <(candidates "$file" "$first" | awk '!seen[$0]++')
  fi
  [ "$result" = SURVIVED ] ||
    rm -f "$folder"/*.o "$folder"/*.so* "$folder/unit_tests"
  if [ -n "$explanation" ]; then
    if [ "$result" = SURVIVED ]; then
      result='survives, explained:'
      how=$explanation
    else
      how="$how (though the table explains why it survives)"
    fi
  fi
  printf '%s\n' "$result" >"$folder/result"
  printf '%-26s %s: %s  -- %s %s\n' "$id" "$file" "$words" "$result" "$how"
}

# -- all of them -----------------------------------------------------------------

in_parallel() {
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
    wait -n || true
  done
  {
    trap end_jobs EXIT # a test would outlive the shell that waits for it
    trap 'exit 143' TERM
    "$@"
  } &
}

end_jobs() {
  local pid
  for pid in $(jobs -p); do
    kill "$pid" 2>/dev/null || true
  done
}

# What passes without a fault, and how long it takes.
baseline_of() {
  local what=$1 how='' started=$SECONDS folder=$out/baseline/$1
  mkdir -p "$folder"
  if attempt "$what" "$folder"; then
    echo "$((SECONDS - started))" >"$out/baseline/$what.time"
  else
    printf '%s\n' "$how" >>"$out/baseline/failed"
  fi
}

baseline() {
  local what
  rm -rf "$out/baseline"
  mkdir -p "$out/baseline"
  while read -r what; do
    in_parallel baseline_of "$what"
  done
  wait
  if [ -s "$out/baseline/failed" ]; then
    cat "$out/baseline/failed" >&2
    fail 'the tests fail without any fault'
  fi
}

clean_up() {
  end_jobs
  wait
  rm -rf "$temporary"
}

run_all() {
  local faults id file unit first explanation words killed=0 all=0 open=0 started
  started=$SECONDS
  check || fail 'first put the table in order'
  faults=$(list)
  if [ ${#only[@]} != 0 ]; then
    faults=$(printf '%s\n' "${only[@]}" |
      awk -F '\t' 'FNR == NR { wanted[$1]; next } $1 in wanted' - \
        <(printf '%s\n' "$faults"))
    if [ -z "$faults" ] || [ "$(wc -l <<<"$faults")" != ${#only[@]} ]; then
      fail "the table has not all of: ${only[*]}"
    fi
  fi
  # In memory where there is such a place: the tests commit a lot.
  temporary=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  while IFS=$'\x1f' read -r id file unit first explanation words; do
    candidates "$file" "$first"
  done < <(tr '\t' '\037' <<<"$faults") | awk '!seen[$0]++' >"$out/candidates"
  baseline <"$out/candidates"
  echo "without a fault: $(wc -l <"$out/candidates") suites and explorations" \
    "pass, $((SECONDS - started)) s"
  while IFS=$'\x1f' read -r id file unit first explanation words; do
    in_parallel try_one "$id" "$file" "$unit" "$first" "$explanation" "$words"
  done < <(tr '\t' '\037' <<<"$faults")
  wait
  while IFS=$'\x1f' read -r id file unit first explanation words; do
    all=$((all + 1))
    case $(cat "$out/$id/result" 2>/dev/null) in
      'killed by') killed=$((killed + 1)) ;;
      'survives, explained:') ;;
      *) open=$((open + 1)) ;;
    esac
  done < <(tr '\t' '\037' <<<"$faults")
  echo "$((SECONDS - started)) s"
  echo "mutants: $killed of $all killed"
  [ "$open" = 0 ]
}

# -- arguments -------------------------------------------------------------------

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

[ $# -ge 2 ] || usage
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
shift 2
jobs=$(nproc)
only=()
explore_for=10 # seconds
while [ $# -gt 0 ]; do
  case $1 in
    --jobs) jobs=${2:?} && shift ;;
    --only) only+=("${2:?}") && shift ;;
    *) usage ;;
  esac
  shift
done
root=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt")
run_all
