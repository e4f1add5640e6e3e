# Reads what `llvm-cov export -format=lcov` says. Prints a row per file, with the
# lines that never ran and those with a branch that was never taken, and ends
# with "coverage: lines X %, branches Y %".
#   -v root=DIR      the folder that the names begin with
#   -v counted=RE    the files that have to reach the bar; others are shown only
#   -v lines=N -v branches=N    the bar in percent

function share(part, all) {
  return all == 0 ? 100 : 100 * part / all
}

function rounded(part, all) {
  # Rounded down, so that 100.0 means all.
  return sprintf("%.1f", int(share(part, all) * 10) / 10)
}

# 3 4 5 9 as " 3-5 9".
function ranges(set, size,    i, text, first) {
  text = ""
  for (i = 1; i <= size; ++i) {
    first = set[i]
    while (i < size && set[i + 1] == set[i] + 1)
      ++i
    text = text " " first (set[i] > first ? "-" set[i] : "")
  }
  return text
}

function end_of_file(    missed) {
  missed = ""
  if (idle_size > 0)
    missed = "  never run:" ranges(idle, idle_size)
  if (untaken_size > 0)
    missed = missed "  never taken:" ranges(untaken, untaken_size)
  if (found == 0)
    return
  printf "    %-42s %7s %8s%s\n", file, rounded(ran, found) " %",
    branches_found == 0 ? "-" : rounded(taken, branches_found) " %", missed
  if (file ~ counted) {
    all_ran += ran
    all_found += found
    all_taken += taken
    all_branches += branches_found
  }
}

BEGIN {
  printf "    %-42s %7s %8s\n", "", "lines", "branches"
}

/^SF:/ {
  file = substr($0, 4)
  if (index(file, root "/") == 1)
    file = substr(file, length(root) + 2)
  ran = found = taken = branches_found = idle_size = untaken_size = 0
  last = ""
}
/^DA:/ {
  split(substr($0, 4), part, ",")
  ++found
  if (part[2] > 0)
    ++ran
  else
    idle[++idle_size] = part[1]
}
/^BRDA:/ {
  split(substr($0, 6), part, ",")
  ++branches_found
  if (part[4] != "-" && part[4] > 0)
    ++taken
  else if (part[1] != last)
    untaken[++untaken_size] = last = part[1]
}
/^end_of_record/ { end_of_file() }

END {
  if (all_found == 0) {
    print "coverage: nothing was measured"
    exit 1
  }
  printf "\ncoverage: lines %s %%, branches %s %%\n",
    rounded(all_ran, all_found), rounded(all_taken, all_branches)
  exit share(all_ran, all_found) < lines || share(all_taken, all_branches) < branches
}
