# Reads table.txt, which says how it is written.
#
#   awk -v mode=list -f table.awk table.txt
#     one line per fault, tabs between: id, file, what is compiled, what is
#     tried first, explanation, words
#   awk -v mode=apply -v id=ID -f table.awk table.txt FILE
#     FILE with the fault in it
#
# What is wrong with the table, or with how it fits FILE, is said, and the exit
# code is 1.

function complain(what) {
  print "mutants: " what | "cat >&2"
  broken = 1
}

function trimmed(text) {
  sub(/^[ \t]+/, "", text)
  sub(/[ \t\r]+$/, "", text)
  return text
}

function appended(text, more) {
  return text == "" ? more : text " " more
}

function end_of_fault() {
  if (now == "")
    return
  if (words[now] == "")
    complain(now ": no words say what is wrong")
  if (!changed)
    complain(now ": there is neither a - line nor a + line")
}

# -- the table ---------------------------------------------------------------------

FNR == NR && /^\[/ {
  end_of_fault()
  now = substr($1, 2, length($1) - 2)
  if (now !~ /^[a-z0-9-]+$/ || $1 !~ /\]$/ || NF != 2)
    complain("line " FNR ": a fault begins with [its-id] and a file, not: " $0)
  else if (now in file)
    complain(now ": the table has it twice")
  ids[++count] = now
  file[now] = unit[now] = $2
  reading = "words"
  changed = 0
  next
}
FNR == NR && (/^#/ || NF == 0) { next }
FNR == NR && now == "" {
  complain("line " FNR " belongs to no fault: " $0)
  next
}
FNR == NR && /^[-+ ]/ {
  reading = "patch"
  if (!/^ /)
    changed = 1
  if (now == id) {
    mark[++patch] = substr($0, 1, 1)
    text[patch] = substr($0, 2)
    if (mark[patch] != "+")
      old[++olds] = trimmed(text[patch])
  }
  next
}
FNR == NR && reading == "patch" {
  complain(now ": what is this line behind the patch? " $0)
  next
}
FNR == NR && sub(/^first: /, "") { first[now] = $0; next }
FNR == NR && sub(/^unit: /, "") { unit[now] = $0; next }
FNR == NR && sub(/^explained: /, "") { reading = "explanation" }
FNR == NR && reading == "explanation" {
  explanation[now] = appended(explanation[now], trimmed($0))
  next
}
FNR == NR { words[now] = appended(words[now], trimmed($0)); next }

# -- the file ----------------------------------------------------------------------

{ line[++lines] = $0 }

function is_at(place,    i) {
  for (i = 1; i <= olds; ++i)
    if (trimmed(line[place + i - 1]) != old[i])
      return 0
  return 1
}

function apply(    i, place, found) {
  if (!(id in file))
    return complain(id ": there is no such fault")
  if (olds == 0)
    return complain(id ": nothing says where the + lines belong")
  for (i = 1; i + olds - 1 <= lines; ++i)
    if (is_at(i)) {
      place = i
      ++found
    }
  if (found != 1)
    return complain(id ": its lines are " (found ? found " times" : "nowhere") \
                    " in " file[id] ", and must be there once")
  for (i = 1; i < place; ++i)
    print line[i]
  for (i = 1; i <= patch; ++i)
    if (mark[i] == "+")
      print text[i]
    else if (mark[i] == " ")
      print line[place++]
    else
      ++place
  for (i = place; i <= lines; ++i)
    print line[i]
}

END {
  end_of_fault()
  if (count == 0)
    complain("the table is empty")
  if (mode == "list" && !broken)
    for (i = 1; i <= count; ++i)
      printf "%s\t%s\t%s\t%s\t%s\t%s\n", ids[i], file[ids[i]], unit[ids[i]],
             first[ids[i]], explanation[ids[i]], words[ids[i]]
  else if (mode == "apply" && !broken)
    apply()
  exit broken
}
