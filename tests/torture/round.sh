# One round: makes a database, writes to it, does what the plan says, finishes
# the change and compares the table with the logs of the writers. Sourced.
# shellcheck shell=bash disable=SC2154 # what the plan sets

declare -A kills=()
resumed_kills=0
writer_kills=0
frozen=0
fenced=0
lost=0
checked=0
transactions=0

writers=()
runner=
other=

end_children() {
  local pid
  for pid in "${writers[@]}" $runner $other; do
    kill -9 "$pid" 2>/dev/null || true
  done
}

give_up() {
  {
    printf '\nround %s of seed %s: %s\n' "$round" "$seed" "$*"
    printf 'its plan: '
    plan_text
    printf 'its files are in %s\n' "$round_folder"
  } >"$folder/failed.$round"
  exit 1
}

# nap MS, without a process for it.
exec {nothing}<> <(:)
nap() {
  local seconds
  printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
  read -r -t "$seconds" -u "$nothing" || true
}

# await_end PID WHAT: what does not end in two minutes hangs.
await_end() {
  local i
  for ((i = 0; i < 6000; ++i)); do
    kill -0 "$1" 2>/dev/null || return 0
    nap 20
  done
  give_up "$2 does not end"
}

# -- writers -------------------------------------------------------------------

# start_writer NUMBER: each has a log of its own, and goes on with it.
start_writer() {
  "$programs/examples/orders-writer" run "$round_folder/shop.db" --seed "$1" \
    --log "$round_folder/$1.log" --rate 60 "${writer_options[@]}" \
    >"$round_folder/writer-$1.txt" 2>&1 &
  writers[$1]=$!
}

# Looks whether the one that was killed had ended before.
bury_writer() {
  local code=0
  wait "${writers[$1]}" 2>/dev/null || code=$?
  [ "$code" = 137 ] ||
    give_up "writer $1 has ended: $(cat "$round_folder/writer-$1.txt")"
  writer_kills=$((writer_kills + 1))
  start_writer "$1"
}

stop_writers() {
  local number code
  for number in 1 2; do
    code=0
    kill "${writers[number]}" 2>/dev/null || true
    await_end "${writers[number]}" "writer $number"
    wait "${writers[number]}" || code=$?
    unset "writers[$number]"
    [ "$code" = 0 ] || give_up \
      "writer $number has failed: $(cat "$round_folder/writer-$number.txt")"
  done
}

# -- the run -------------------------------------------------------------------

# start_runner OPTION...: its lines are read from file descriptor 3.
start_runner() {
  rm -f "$round_folder/lines"
  mkfifo "$round_folder/lines"
  "$programs/examples/schema-change" "$round_folder/shop.db" orders \
    --to "$folder/$change.sql" --map "note=coalesce(note, '')" --json \
    --checkpoint-interval 100ms "${options[@]}" "$@" \
    >"$round_folder/lines" 2>>"$round_folder/runner.txt" &
  runner=$!
  exec 3<"$round_folder/lines"
  state=starting
  starts=$((starts + 1))
}

# read_line: notes the next line of the run; false when there is none any more.
# It tells its progress all the time, so one that is silent hangs.
read_line() {
  local code=0
  read -r -u 3 -t 120 line || code=$?
  ((code <= 128)) || give_up "schema-change has said nothing for two minutes"
  ((code == 0)) || return 1
  printf '%s\n' "$line" >>"$round_folder/runner.jsonl"
  case $line in
    *'"schema":"status.transition/1"'*)
      state=${line##*\"to\":\"}
      state=${state%%\"*}
      ;;
    *'"state":"initial"'*) [ "$state" = starting ] && state=initial ;;
  esac
  return 0
}

# await STATE: reads until the run says that it is there, or further, or ends.
# The sentinel is dropped for whoever waits for what comes behind it.
await() {
  until [ "$state" != starting ] && ((order[$state] >= order[$1])); do
    read_line || return 0
    [ "$state" != waitingOnSentinelTable ] ||
      ((order[$1] <= order[$state])) || drop_sentinel
  done
}

drop_sentinel() {
  "$programs/tests/test_sql" "$round_folder/shop.db" \
    'DROP TABLE IF EXISTS _status_sentinel' ||
    give_up "the sentinel table could not be dropped"
}

# The rest of what it has said.
drain() {
  while read_line; do
    continue
  done
  exec 3<&-
}

# kill_runner [WRITER]: kills the run, and the writer in the same moment. False
# if the run was finished.
kill_runner() {
  local code=0
  kill -9 "$runner" ${1:+"${writers[$1]}"} 2>/dev/null || true
  wait "$runner" 2>/dev/null || code=$?
  runner=
  drain
  [ -z "${1:-}" ] || bury_writer "$1"
  case $code in
    137)
      kills[$state]=$((${kills[$state]:-0} + 1))
      ((starts == 1)) || resumed_kills=$((resumed_kills + 1))
      ;;
    0) return 1 ;;
    3) [ "$state" = errCleanup ] || give_up "cancelled by nobody" ;;
    *) give_up "schema-change has ended with exit code $code" ;;
  esac
}

# freeze MS: another run takes the place of one that does not get on, and
# finishes the change.
freeze() {
  local code=0 code_of_other=0 said others=("${options[@]}")
  # It must not ask for the sentinel once more.
  [[ "${options[*]}" != *--defer-cutover ]] || unset "others[-1]"
  ! kill -STOP "$runner" 2>/dev/null || frozen=$((frozen + 1))
  "$programs/examples/schema-change" "$round_folder/shop.db" orders \
    --to "$folder/$change.sql" --map "note=coalesce(note, '')" --take-over \
    "${others[@]}" >"$round_folder/other.txt" 2>&1 &
  other=$!
  nap "$1"
  kill -CONT "$runner" 2>/dev/null || true
  drop_sentinel
  drain
  wait "$runner" 2>/dev/null || code=$?
  runner=
  await_end "$other" "the run in its place"
  wait "$other" || code_of_other=$?
  other=
  [ "$code_of_other" = 0 ] || give_up \
    "the run in its place has ended with $code_of_other:" \
    "$(cat "$round_folder/other.txt")"
  # It may have been finished before, and else it must know what has happened.
  [ "$code" != 0 ] || return 0
  said=$(tail -n 1 "$round_folder/runner.jsonl")
  [[ $code = 5 && $said == *'another run has taken over'* ]] ||
    give_up "a run that was frozen has ended with $code: $said"
  fenced=$((fenced + 1))
}

finish() {
  local code=0
  start_runner
  await errCleanup
  drain
  wait "$runner" || code=$?
  runner=
  [ "$code" = 0 ] || give_up "schema-change has ended with exit code $code"
}

# -- the round -----------------------------------------------------------------

verify() {
  local verdict=$round_folder/verdict.txt code=0
  "$programs/examples/orders-writer" verify "$round_folder/shop.db" \
    --log "$round_folder/1.log" --log "$round_folder/2.log" \
    >"$verdict" 2>&1 || code=$?
  lost=$((lost + $(number_of lost "$verdict")))
  checked=$((checked + $(number_of 'rows checked' "$verdict")))
  transactions=$((transactions +
    $(number_of 'transactions in the logs' "$verdict")))
  [ "$code" = 0 ] || give_up "the table is not right: $(cat "$verdict")"
  grep -q 'stored as  *integer$' "$verdict" ||
    give_up "the table was not changed: $(cat "$verdict")"
}

number_of() {
  sed -nE "s/^$1 +([0-9]+)$/\1/p" "$2" | grep . || echo 0
}

# do_step KIND ARGUMENT... ASIDE: false once there is nothing to do any more.
do_step() {
  local more=() writer=
  case ${*: -1} in
    anew) more=(--resume never) ;;
    [12]) writer=${*: -1} ;;
  esac
  start_runner "${more[@]}"
  case $1 in
    at)
      await "$2"
      nap "$3"
      kill_runner "$writer"
      ;;
    after)
      nap "$2"
      kill_runner "$writer"
      ;;
    stop)
      await "$2"
      kill "$runner" 2>/dev/null || true
      await errCleanup
      nap "$3"
      kill_runner "$writer"
      ;;
    freeze)
      await "$2"
      freeze "$3"
      ;;
  esac
}

one_round() {
  local step
  round_folder=$folder/$round
  mkdir "$round_folder"
  starts=0
  plan_round "$seed" "$round"
  "$programs/examples/orders-writer" create "$round_folder/shop.db" \
    "${create_options[@]}" >"$round_folder/create.txt" 2>&1 ||
    give_up "no database: $(cat "$round_folder/create.txt")"
  start_writer 1
  start_writer 2
  for step in "${steps[@]}"; do
    # shellcheck disable=SC2086 # words on purpose
    do_step $step || break
  done
  finish
  stop_writers
  verify
  rm -rf "$round_folder"
}

# What the summary counts, a name and a number per line.
counts() {
  local name
  for name in resumed_kills writer_kills frozen fenced lost checked \
    transactions; do
    printf '%s %s\n' "$name" "${!name}"
  done
  for name in "${!kills[@]}"; do
    printf 'in_%s %s\n' "$name" "${kills[$name]}"
  done
}
