# Reads the log of ctest and counts test cases: each of a unit test suite, and
# one for anything else. Says what failed, and ends with "N passed, N failed".

function failed_case(name) {
  print "FAILED  " name
}

function end_of_program() {
  if (!open)
    return
  open = 0
  if (cases == "") { # a script, or a suite that broke off
    cases = passed_program ? (finished > 0 ? finished : 1) : finished + 1
    bad = passed_program ? 0 : 1
    if (!passed_program) {
      if (!shown)
        failed_case(program (current == "" ? "" : ": " current))
      for (i = (lines > 25 ? lines - 25 : 0) + 1; i <= lines; ++i)
        print "    " line[i]
    }
  } else if (!passed_program && bad == 0) {
    failed_case(program (cases == 0 ? ": has no test" : ""))
    bad = 1
    if (cases == 0)
      cases = 1
  }
  passed += cases - bad
  failed += bad
}

/^[0-9]+\/[0-9]+ Testing: / {
  end_of_program()
  open = 1
  program = $3
  cases = current = ""
  bad = finished = lines = shown = passed_program = in_output = in_failed = 0
  next
}
/^Output:$/ && open && !in_output { in_output = 1; next }
/^<end of output>$/ { in_output = in_failed = 0; next }
/^Test Passed\.$/ { passed_program = 1; next }
!in_output || /^-+$/ { next }

{ line[++lines] = $0 }
/^- / && !in_failed { current = substr($0, 3); shown = 0 }
/^  -> [0-9]+ checks? took/ { ++finished; current = "" }
/^!! / {
  if (!shown && current != "")
    failed_case(program ": " current)
  shown = 1
  print "    " $0
}
/^ +tests:   [0-9]+$/ { cases = $2 }
/^ +failed tests:$/ { in_failed = 1; next }
in_failed && /^ +- / { ++bad }

END {
  end_of_program()
  printf "\n%d passed, %d failed\n", passed, failed
  exit failed > 0 || passed == 0
}
