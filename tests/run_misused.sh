#!/usr/bin/env bash
# What `./run` does not know is refused at once, and named.
#
#   run_misused.sh SOURCE
set -euo pipefail

folder=$(mktemp -d) # where there is nothing to build
trap 'rm -r "$folder"' EXIT
cp "$1/run" "$folder"

refused() {
  local code=0 text
  text=$(timeout 10 "$folder/run" "$@" 2>&1 </dev/null) || code=$?
  [ "$code" = 2 ] && [[ "$text" == "run: "*"${!#}"* ]] || {
    echo "FAILED: run $*: exit code $code: $text"
    exit 1
  }
}

refused nothing-like-that
for command in test bench faults format coverage check counts sanitize; do
  refused "$command" --bogus
done
refused sanitize --threads --bogus
refused bench --row 12
refused bench --store --quick
refused bench --row 3 --store
