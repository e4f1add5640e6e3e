#!/usr/bin/env bash
# The job in the README is the one that is compiled and run, word for word.
#
#   readme.sh SOURCE
set -euo pipefail

difference=$(diff "$1/examples/minimal_task.cpp" \
  <(awk '/^```cpp$/ { on = 1; next } /^```$/ { on = 0 } on' "$1/README.md")) || {
  echo "README.md and examples/minimal_task.cpp differ:"
  echo "$difference"
  exit 1
}
