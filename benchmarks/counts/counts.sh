#!/usr/bin/env bash
# What operations cost in instructions (callgrind) and on the heap, against
# what is stored in benchmarks/counts.txt. The same on every machine of one
# architecture, with the same compiler and libraries.
#
#   counts.sh PROGRAM FOLDER   counts and compares, and leaves files in FOLDER
#   counts.sh PROGRAM FOLDER --store   stores what was counted instead
#   counts.sh --self-test      shows that the comparison can fail
#
# Ends with "N passed, M failed": operations that cost what they did, to 5 %.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stored=$here/../counts.txt

# The processor's own ways to copy and compare are as many as processors.
export GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,\
-AVX_Fast_Unaligned_Load,-SSSE3,-SSE4_1,-SSE4_2,-BMI2,-ERMS,-FSRM,-RTM

# made_with PROGRAM: what the numbers depend on, beside the code.
made_with() {
  local package version
  printf '%s, %s' "$(uname -m)" "$("$1" --made-with)"
  for package in libcaf-core0.17 libstdc++6 libc6; do
    version=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) || continue
    printf ', %s %s' "$package" "$version"
  done
  printf '\n'
}

# count PROGRAM FOLDER NAME: runs one of the program's parts in a process of its
# own. Says per operation: name, instructions, allocations, bytes, bytes kept.
count() {
  local program=$1 out=$2/$3
  rm -f "$out" "$out".*
  if ! env -i GLIBC_TUNABLES="$GLIBC_TUNABLES" valgrind --tool=callgrind \
    --instr-atstart=no --collect-atstart=no --callgrind-out-file="$out" \
    "$program" "$3" >"$out.heap" 2>"$out.err"; then
    tail -n 5 "$out.err" >&2
    echo "counts: $3 could not be counted, see $out.err" >&2
    return 1
  fi
  awk '
    FILENAME ~ /\.heap$/ { n[$1] = $2; heap[$1] = $3 " " $4 " " $5; next }
    /^desc: Trigger: Client Request: / { name = $NF }
    /^totals: / && name in n {
      split(heap[name], x)
      printf "%s %.1f %.2f %.1f %.1f\n", name, $2 / n[name], x[1] / n[name],
        x[2] / n[name], x[3] / n[name]
      name = ""
    }' "$out.heap" "$out".[0-9]* >"$out.counts"
  # Each line of the one has to meet one of the other.
  [ "$(wc -l <"$out.heap")" = "$(wc -l <"$out.counts")" ] &&
    [ -s "$out.counts" ] && return
  echo "counts: $3: callgrind counted something else, see $2" >&2
  return 1
}
export -f count

# count_all PROGRAM FOLDER: all in the program's order.
count_all() {
  local parts part
  mapfile -t parts < <("$1" --list)
  printf '%s\n' "${parts[@]}" |
    xargs -P "$(nproc)" -I{} bash -c 'set -u; count "$@"' _ "$1" "$2" {} ||
    return 1
  for part in "${parts[@]}"; do
    cat "$2/$part.counts"
  done
}

compare() { # STORED COUNTED
  awk -f "$here/compare.awk" "$1" "$2"
}

self_test() {
  local folder missed=0
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # as it is now
  trap "rm -r '$folder'" EXIT
  cd "$folder"
  printf '%s\n' '# made with: one thing' 'tick 1000.0 20.00 800.0 0.0' \
    'read 4.0 0.00 0.0 0.0' 'stop 500.0 10.00 100.0 -640.0' >stored
  must() { # passed|failed WHAT LINE_TO_FIND [SED_SCRIPT]
    local status=passed text
    sed "${4:-}" stored >counted
    text=$(compare stored counted) || status=failed
    [ "$status" = "$1" ] && grep -q -- "$3" <<<"$text" && return
    printf 'not %s: %s\n%s\n' "$1" "$2" "$text"
    missed=1
  }
  must passed 'the same' '^3 passed, 0 failed$'
  must passed 'a little more' '^3 passed' 's/1000.0/1049.0/; s/800.0/761.0/'
  must failed 'more instructions' 'tick.*instructions +6.0 %' 's/1000.0/1060.0/'
  must failed 'fewer instructions' '--store' 's/1000.0/940.0/'
  must failed 'one more allocation' 'allocations +10.0 %' 's/ 10.00/ 11.00/'
  must failed 'the first allocation' 'read.*allocations' 's/ 0.00/ 1.00/'
  must failed 'a leak' 'tick.*kept' 's/ 0.0$/ 48.0/'
  must failed 'less given back' 'stop.*kept' 's/-640/-500/'
  must failed 'one that is missing' 'read.*is not counted' '/^read/d'
  must failed 'one that is new' 'other.*is not stored' 's/^read/other/'
  must failed 'other libraries' 'one thing' 's/1000.0/1060.0/; s/one/other/'
  must failed 'nothing at all' 'failed$' '/./d'
  [ "$missed" = 0 ] || exit 1
  echo "every fault was found"
}

if [ "${1:-}" = --self-test ]; then
  self_test
  exit
fi
program=$1
folder=$2
mkdir -p "$folder"
{
  printf '# made with: %s\n' "$(made_with "$program")"
  count_all "$program" "$folder"
} >"$folder/counted"
if [ "${3:-}" = --store ]; then
  {
    echo "# What an operation costs: instructions, allocations, bytes allocated,"
    echo "# and bytes that it keeps or, below 0, gives back. By ./run counts --store."
    cat "$folder/counted"
  } >"$stored"
fi
compare "$stored" "$folder/counted"
