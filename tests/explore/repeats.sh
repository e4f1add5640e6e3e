#!/bin/sh
# A seed reproduces its run to the byte, in another process too; another seed
# makes another run.
# usage: repeats.sh EXPLORE
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

walk() {
  "$1" --walk "$2" "$3" >"$folder/$4"
}

for scenario in large/three-jobs supervisor/cancel-two-failures dump/ok/stop; do
  walk "$1" "$scenario" 4711 first
  walk "$1" "$scenario" 4711 again
  walk "$1" "$scenario" 4712 other
  if ! cmp "$folder/first" "$folder/again"; then
    echo "$scenario: the same seed made another run"
    exit 1
  fi
  if cmp -s "$folder/first" "$folder/other"; then
    echo "$scenario: another seed made the same run"
    exit 1
  fi
  echo "$scenario: $(wc -c <"$folder/first") bytes, twice"
done
