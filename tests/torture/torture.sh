#!/usr/bin/env bash
# Kills schema-change with kill -9, its writers too, resumes it, and proves by
# the logs of the writers that the table is what it must be.
#
#   torture.sh PROGRAMS [--rounds N] [--seed S] [--only ROUND] [--jobs N] [--plan]
#
# PROGRAMS is the folder of the build. The seed decides what each round does: in
# which state, and how long after it was told, each kill comes. What the
# processes do up to then is theirs, so the same plan never meets quite the same
# moments. The exit code is 1 when a round ends with a table that is not right or
# a run cannot go on; its files are kept then. With many rounds it is also 1 when
# a state was never met by a kill.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=plan.sh
. "$here/plan.sh"
# shellcheck source=round.sh
. "$here/round.sh"

# From so many rounds on every state must have been met.
enough_rounds=200

usage="usage: ./run torture [OPTION]...
  --rounds N     how many [50]
  --seed S       which ones [the time]
  --only ROUND   this one of the seed, and no other
  --jobs N       rounds at the same time [2 per core]
  --plan         say what the rounds would do, and do nothing"

wrong() {
  printf 'torture: %s\n%s\n' "$*" "$usage" >&2
  exit 2
}

# number OPTION LOWEST [VALUE]
number() {
  [ $# -gt 2 ] || wrong "$1 takes a number"
  if ! [[ "$3" =~ ^[0-9]{1,9}$ ]] || ((10#$3 < $2)); then
    wrong "$1 takes a number from $2 on, not \"$3\""
  fi
  value=$((10#$3))
}

programs=${1:?}
shift
rounds=50
first=1
seed=$(date +%s)
jobs=$((2 * $(nproc)))
plan_only=
while [ $# -gt 0 ]; do
  option=$1
  shift
  case $option in
    --rounds) number "$option" 1 "$@" && rounds=$value ;;
    --seed) number "$option" 0 "$@" && seed=$value ;;
    --only) number "$option" 1 "$@" && first=$value rounds=$value ;;
    --jobs) number "$option" 1 "$@" && jobs=$value ;;
    --plan) plan_only=yes && continue ;;
    -h | --help) printf '%s\n' "$usage" && exit 0 ;;
    *) wrong "there is no option $option" ;;
  esac
  shift
done

if [ -n "$plan_only" ]; then
  for ((round = first; round <= rounds; ++round)); do
    plan_round "$seed" "$round"
    printf '%s: ' "$round"
    plan_text
  done
  exit 0
fi

# -- all rounds ----------------------------------------------------------------

# In memory where there is one: a killed process loses nothing that it had
# given to the system, on whatever disk.
base=${TMPDIR:-/tmp}
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || base=/dev/shm
folder=$(mktemp -d "$base/torture.XXXXXX")
workers=()

clean_up() {
  local pid
  for pid in "${workers[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  wait
  compgen -G "$folder/failed.*" >/dev/null || rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$here"/*.sql "$folder"

# work NUMBER: this round and every so manieth after it. None begins any more once
# one has failed. Whatever ends it, what it has counted is kept.
work() {
  trap 'end_children; counts >"$folder/counts.$number"' EXIT
  trap 'exit 143' TERM INT
  number=$1
  for ((round = number; round <= rounds; round += jobs)); do
    ! compgen -G "$folder/failed.*" >/dev/null || break
    one_round
    : >"$folder/done.$round"
  done
}

started=$SECONDS
for ((number = first; number < first + jobs && number <= rounds; ++number)); do
  work "$number" &
  workers+=($!)
done
broken=
for pid in "${workers[@]}"; do
  while kill -0 "$pid" 2>/dev/null && [ -t 1 ]; do
    printf '\rround %s of %s\033[K' "$(find "$folder" -name 'done.*' | wc -l)" \
      "$((rounds - first + 1))"
    sleep 1
  done
  wait "$pid" || broken=yes
done
workers=()
[ ! -t 1 ] || printf '\r\033[K'

# -- the summary ---------------------------------------------------------------

declare -A sum=()
while read -r name count; do
  sum[$name]=$((${sum[$name]:-0} + count))
done < <(cat "$folder"/counts.*)
done_rounds=$(find "$folder" -name 'done.*' | wc -l)

all=0
for state in starting "${states[@]}"; do
  all=$((all + ${sum[in_$state]:-0}))
done

printf 'rounds             %8s   in %s s, seed %s, %s at a time\n' \
  "$done_rounds" "$((SECONDS - started))" "$seed" "$jobs"
printf 'kills of the run   %8s   %s of them of a run that had resumed\n' \
  "$all" "${sum[resumed_kills]}"
printf '  before its first word    %5s\n' "${sum[in_starting]:-0}"
missed=()
for state in "${states[@]}"; do
  printf '  in %-22s%5s\n' "$state" "${sum[in_$state]:-0}"
  ((${sum[in_$state]:-0} > 0)) || missed+=("$state")
done
printf 'kills of writers   %8s\n' "${sum[writer_kills]}"
printf 'frozen             %8s   %s of them found another run in their place\n' \
  "${sum[frozen]}" "${sum[fenced]}"
printf 'transactions       %8s   by the writers\n' "${sum[transactions]}"
printf 'rows checked       %8s\n' "${sum[checked]}"

code=0
if compgen -G "$folder/failed.*" >/dev/null; then
  cat "$folder"/failed.*
  code=1
elif [ -n "$broken" ]; then
  printf 'torture: a worker has ended too early\n'
  code=1
elif ((done_rounds >= enough_rounds && ${#missed[@]} > 0)); then
  printf 'torture: no kill has met %s\n' "${missed[*]}"
  code=1
fi
printf 'torture: %s rounds, %s kills of the run, %s kills of writers, ' \
  "$done_rounds" "$all" "${sum[writer_kills]}"
printf '%s states of %s hit, %s rows lost\n' \
  "$((${#states[@]} - ${#missed[@]}))" "${#states[@]}" "${sum[lost]}"
exit "$code"
