#!/usr/bin/env bash
# usage: tests/fuzz/fuzz.sh FOLDER_OF_PROGRAMS [--seconds N] [--only NAME]
# Has libFuzzer look for findings, in every target for so many seconds. What it
# learns stays in build/fuzz/corpus, so that the next time goes on from there.
# Ends with "fuzz executions: N, findings: N".
set -uo pipefail
programs=$1
shift
seconds=60
only='*'
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=${2:?how many?} ;;
    --only) only=${2:?which target?} ;;
    *)
      echo "fuzz: there is no option $1, only --seconds N and --only NAME" >&2
      exit 2
      ;;
  esac
  shift 2
done
[[ $seconds =~ ^[1-9][0-9]*$ ]] || {
  echo "fuzz: --seconds wants a number, not '$seconds'" >&2
  exit 2
}
sources=$(dirname "${BASH_SOURCE[0]}")
root=build/fuzz
export seconds root programs sources

# one NAME: fuzzes one target and leaves what was said in its log.
one() {
  local name=$1 log=$root/$1.log corpus=$root/corpus/$1
  mkdir -p "$corpus" "$root/findings"
  rm -f "$root/findings/$name"-* "$root/$name.status"
  "$programs/fuzz_$name" "$corpus" "$sources/corpus/$name" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=4096 \
    -artifact_prefix="$root/findings/$name-" -print_final_stats=1 \
    -dict="$sources/words.dict" -use_value_profile=1 >"$log" 2>&1 </dev/null
  echo $? >"$root/$name.status"
}
export -f one

names=()
for source in "$sources"/$only.cpp; do
  name=$(basename "$source" .cpp)
  [ -x "$programs/fuzz_$name" ] && names+=("$name")
done
[ ${#names[@]} -gt 0 ] || {
  echo "fuzz: there is no target $only" >&2
  exit 2
}
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}'

executions=0
findings=0
for name in "${names[@]}"; do
  log=$root/$name.log
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  # A finding ends the program before it has counted.
  count=${count:-$(sed -n 's/^#\([0-9]*\).*/\1/p' "$log" | tail -n 1)}
  executions=$((executions + ${count:-0}))
  if [ "$(cat "$root/$name.status")" = 0 ]; then
    printf '    %-16s %12s executions\n' "$name" "${count:-0}"
    continue
  fi
  findings=$((findings + 1))
  printf '    %-16s %12s executions, A FINDING:\n' "$name" "${count:-0}"
  grep -m 3 -E '^does not hold|ERROR:|runtime error|SUMMARY|terminate called|what\(\)' "$log" |
    cut -c 1-200 | sed 's/^/        /'
  for finding in "$root/findings/$name"-*; do
    [ -e "$finding" ] && printf '        reproducer: %s\n' "$finding"
  done
  printf '        log: %s\n' "$log"
done
printf '\nfuzz executions: %s, findings: %s\n' "$executions" "$findings"
[ "$findings" = 0 ] && [ "$executions" -gt 0 ]
