#!/usr/bin/env bash
# The table of faults, see table.txt.
#
#   table.sh --list       says what is in it
#   table.sh --check      every fault still fits its file
#   table.sh --self-test  the check can fail
#
# mutants.sh, which puts the faults into the code, reads this file, too.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
table=$here/table.txt

fail() {
  printf 'mutants: %s\n' "$*" >&2
  exit 1
}

list() {
  awk -v mode=list -f "$here/table.awk" "$table"
}

# with_fault ID FILE: the file with the fault in it.
with_fault() {
  awk -v mode=apply -v id="$1" -f "$here/table.awk" "$table" "$2"
}

# suites FOLDER: their names.
suites() {
  cat "$1"/*_test.cpp |
    sed -n 's/^#define CAF_SUITE \([A-Za-z0-9_]*\)$/\1/p'
}

check() {
  local faults id file unit first rest what status=0 known
  faults=$(list) || return 1
  known=" $({ suites "$root/tests" && suites "$root/tests/schema_change"; } |
    tr '\n' ' ')"
  while IFS=$'\x1f' read -r id file unit first rest; do
    if [ ! -f "$root/$file" ] || [ ! -f "$root/$unit" ]; then
      echo "mutants: $id: there is no file $file, or no $unit" >&2
      status=1
      continue
    fi
    if [[ $unit != *.cpp || $file == examples/*.hpp ]]; then
      echo "mutants: $id: what is to be compiled? ($unit)" >&2
      status=1
    fi
    with_fault "$id" "$root/$file" >/dev/null || status=1
    for what in $first; do
      if [[ $what != explore:* && $known != *" $what "* ]]; then
        echo "mutants: $id: there is no suite $what" >&2
        status=1
      fi
    done
  done < <(tr '\t' '\037' <<<"$faults")
  return "$status"
}

# expect TEXT: the check of a table of one fault, read from stdin, says so.
expect() {
  local said
  cat >"$table"
  if said=$(check 2>&1) && [ -n "$1" ]; then
    fail "self-test: this was not noticed: $1"
  fi
  [[ $said == *"$1"* ]] || fail "self-test: not '$1' was said, but: $said"
}

self_test() {
  local folder
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$folder'" EXIT
  table=$folder/table.txt
  root=$folder
  mkdir -p "$folder/tests/schema_change"
  echo '#define CAF_SUITE one' >"$folder/tests/one_test.cpp"
  cp "$folder/tests/one_test.cpp" "$folder/tests/schema_change/"
  printf '%s\n' 'if (a)' '  f();' 'if (b)' '  f();' >"$folder/x.cpp"
  cp "$folder/x.cpp" "$folder/x.hpp"
  expect '' <<<$'[x] x.cpp\nA.\nfirst: one\n if (b)\n-f();\n+g();'
  [ "$(with_fault x "$folder/x.cpp" | tr -d '\n ')" = 'if(a)f();if(b)g();' ] ||
    fail 'self-test: the fault is not where it belongs'
  expect 'x: its lines are nowhere' <<<$'[x] x.cpp\nA.\n-h();'
  expect 'x: its lines are 2 times' <<<$'[x] x.cpp\nA.\n-f();\n+g();'
  expect 'x: no words' <<<$'[x] x.cpp\n-if (b)'
  expect 'x: there is neither' <<<$'[x] x.cpp\nA.\n if (b)'
  expect 'x: there is no file' <<<$'[x] y.cpp\nA.\n-if (b)'
  expect 'x: there is no suite two' <<<$'[x] x.cpp\nA.\nfirst: two\n-if (b)'
  expect 'x: the table has it twice' \
    <<<$'[x] x.cpp\nA.\n-if (b)\n[x] x.cpp\nB.\n-if (a)'
  expect 'x: what is to be compiled' <<<$'[x] x.hpp\nA.\n-if (b)'
  expect '' <<<$'[x] x.hpp\nunit: x.cpp\nA.\n-if (b)'
  expect 'x: what is this line' <<<$'[x] x.cpp\nA.\n-if (b)\nB.'
  expect 'the table is empty' <<<''
}

[ "${BASH_SOURCE[0]}" = "$0" ] || return 0
case ${1:-} in
  --list) list | awk -F '\t' '{ printf "%-26s %s: %s\n", $1, $2, $6 }' ;;
  --check) check ;;
  --self-test) self_test ;;
  *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
