#!/bin/bash
# statusctl from the outside: the commands that look and steer, against a runner
# in a process of its own, over TLS on loopback.
#
#   statusctl.sh STATUSCTL RUNNER
set -u

# shellcheck source=tests/statusctl_runner.sh
. "$(dirname "$0")/statusctl_runner.sh"

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
