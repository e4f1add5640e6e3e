# How the tests that use a program from the outside begin, fail and end: in a
# folder of their own. Sourced, before anything is done.
# shellcheck shell=sh disable=SC2154 # each test says which case it is at

pids=
failed=0
checks=0
folder=$(mktemp -d)

# Ends only what was started here.
clean_up() {
  for pid in $pids; do
    kill -9 "$pid" 2>/dev/null
  done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$folder" || exit 1
unset NO_COLOR

fail() {
  echo "FAILED in \"$case\": $*"
  failed=$((failed + 1))
}

# sum_up: false if anything has failed.
sum_up() {
  echo "$checks checks, $failed failed"
  [ "$failed" = 0 ]
}
