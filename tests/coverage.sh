#!/usr/bin/env bash
# usage: tests/coverage.sh FOLDER [-VERSION]
# Says what the suites have reached, after they ran in FOLDER, which was built
# with clang's -fprofile-instr-generate -fcoverage-mapping. VERSION is that of
# the tools of LLVM. The bar is here.
set -euo pipefail
folder=$1
version=${2:-}
lines=97
branches=90

"llvm-profdata$version" merge -sparse -o "$folder/all.profdata" \
  "$folder"/profiles/*.profraw
mapfile -t files < <(
  find include messages actors -name '*.[ch]pp' | LC_ALL=C sort
)
"llvm-cov$version" export -format=lcov -instr-profile="$folder/all.profdata" \
  "$folder/tests/unit_tests" "${files[@]}" >"$folder/all.lcov"
# What no suite needs is not even linked.
for file in messages/*.cpp actors/*.cpp; do
  if ! grep -q "^SF:.*/$file\$" "$folder/all.lcov"; then
    echo "coverage: no suite reaches $file" >&2
    exit 1
  fi
done
awk -v root="$PWD" -v counted='^(messages|actors)/' -v lines="$lines" \
  -v branches="$branches" -f tests/coverage.awk "$folder/all.lcov"
