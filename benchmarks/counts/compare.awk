# Compares what was counted with what is stored: one table of operations each, of
# name, instructions, allocations, bytes, bytes kept. Better by more than the
# tolerance fails as well, or what was won could be lost without a word.

function abs(x) {
  return x < 0 ? -x : x
}

# What is very small may differ by a little more.
function differs(i, before, now) {
  return abs(now - before) > 0.05 * abs(before) + slack[i]
}

function percent(before, now) {
  if (before == 0)
    return sprintf("from %g to %g", before, now)
  return sprintf("%+.1f %%", 100 * (now - before) / abs(before))
}

function judge(name, now,  i, before, what, worse, better) {
  for (i = 2; i <= 5; ++i) {
    before = stored[name, i]
    if (!differs(i, before, now[i]))
      continue
    what = what (what == "" ? "  " : ", ") title[i] " " percent(before, now[i])
    if (now[i] > before)
      ++worse
    else
      ++better
  }
  if (worse)
    any_worse = 1
  else if (better)
    any_better = 1
  return what
}

function show(name, a, b, c, d, what) {
  printf "%-22s %13s %12s %10s %10s%s\n", name, a, b, c, d,
    what == "" ? "" : "  FAILED:" what
  if (what == "")
    ++passed
  else
    ++failed
}

BEGIN {
  split("operation instructions allocations bytes kept", title)
  slack[2] = 0.3
  slack[3] = 0.02
  slack[4] = slack[5] = 2
  printf "%-22s %13s %12s %10s %10s\n", title[1], title[2], title[3], title[4],
    title[5]
}

FNR == 1 { ++file }
sub(/^# made with: /, "") { made_with[file] = $0; next }
/^#/ || NF != 5 { next }
FILENAME == ARGV[1] {
  names[++count] = $1
  for (i = 2; i <= 5; ++i)
    stored[$1, i] = $i
  known[$1] = 1
  next
}
{
  seen[$1] = 1
  for (i = 2; i <= 5; ++i)
    now[i] = $i
  show($1, $2, $3, $4, $5, $1 in known ? judge($1, now) : "  is not stored")
}

END {
  for (i = 1; i <= count; ++i)
    if (!(names[i] in seen))
      show(names[i], "", "", "", "", "  is not counted")
  if (failed)
    print ""
  if (any_worse)
    print "Something costs more than is stored in benchmarks/counts.txt."
  if (any_better)
    print "Something costs less: keep it so with ./run counts --store."
  if (failed && made_with[1] != made_with[2])
    printf "%s\n  stored: %s\n  here:   %s\n", \
      "The numbers were not stored with what is here, which may be the reason:", \
      made_with[1], made_with[2]
  printf "\n%d passed, %d failed\n", passed, failed
  exit failed > 0 || passed == 0
}
