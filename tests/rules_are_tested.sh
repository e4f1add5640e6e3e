#!/bin/sh
# Every rule of docs/DESIGN.md that is built has a test that is named after it,
# and every number in a name is that of a rule. The two first chapters are words,
# and the last one is built in part only.
#
#   rules_are_tested.sh SOURCE
set -eu
cd "$1"

# A test is a case of a suite, or a check of a script.
cited() {
  grep -rhoE 'CAF_TEST\([0-9]+\.[0-9]+ |rule [0-9]+\.[0-9]+' tests |
    grep -oE '[0-9]+\.[0-9]+' | sort -u
}

rules() {
  grep -oE '^- ([3-9]\.[0-9]+|10\.([2-9]|[1-9][0-9])) ' docs/DESIGN.md | tr -d ' -' | sort -u
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cited >"$folder/cited"
rules >"$folder/rules"
status=0
[ -s "$folder/rules" ] || status=1
for rule in $(comm -13 "$folder/cited" "$folder/rules"); do
  echo "no test is named after rule $rule"
  status=1
done
for rule in $(comm -23 "$folder/cited" "$folder/rules"); do
  echo "a test is named after $rule, which is no rule"
  status=1
done
for number in $(seq 1 24); do
  grep -rqE "CAF_TEST\\(case $number -" tests || {
    echo "no test is named after case $number"
    status=1
  }
done
exit "$status"
