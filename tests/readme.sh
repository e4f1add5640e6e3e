#!/usr/bin/env bash
# The programs in the documents are those that are compiled and run, word for
# word.
#
#   readme.sh SOURCE
set -euo pipefail
cd "$1"

status=0
same() { # DOCUMENT PROGRAM
  local difference
  difference=$(diff "$2" \
    <(awk '/^```cpp$/ { on = 1; next } /^```$/ { on = 0 } on' "$1")) || {
    echo "$1 and $2 differ:"
    echo "$difference"
    status=1
  }
}

same README.md examples/minimal_task.cpp
same docs/NETWORK.md examples/net/across_nodes.cpp
exit "$status"
