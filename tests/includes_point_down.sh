#!/bin/sh
# Fails on every include that points up, or sideways from one actor to another.
#
#   includes_point_down.sh [FOLDER]     checks the project in FOLDER (or here)
#   includes_point_down.sh --self-test  shows that the check can fail

set -eu
LC_ALL=C
export LC_ALL

# The rooms from the bottom to the top: a file may include what is in its own
# room or in one below. The first line that matches a path says its room.
# In a room of siblings each actor lives for itself: files of one actor share
# the beginning of their names, and actors meet in actors.hpp only. The pure
# decisions of the actors (*_step, *_record, lifecycle), the loops' own interfaces
# (loops, agenda), the list of subscribers, and what all desks do (ledger, followers,
# reception) are below the actors; what is composed of
# actors (the task's adapter, the watcher, the supervisor) is above them.
rooms() {
  cat <<'END'
0 include/status/shim.hpp
0 include/status/shim/*
5 include/status/net/*
5 actors/net/*
1 include/status/log.hpp
1 include/status/metrics.hpp
1 include/status/messages/*
1 messages/*
4 include/status/actors/task.hpp
4 include/status/actors/watcher.hpp
4 include/status/actors/watch_group.hpp
4 include/status/actors/supervisor.hpp
4 actors/task*
4 actors/job_*
4 actors/watch*
4 actors/supervis*
4 actors/restart_*
4 include/status/actors/placement.hpp
4 include/status/actors/worker.hpp
4 actors/placement*
4 actors/worker*
2 actors/lifecycle*
2 actors/loops*
2 actors/agenda*
2 actors/subscribers.hpp
2 actors/ledger*
2 actors/followers.hpp
2 actors/reception*
2 actors/*_step*
2 actors/*_record*
3 include/status/actors/* siblings
3 actors/* siblings
4 include/status/watch.hpp
4 include/status/supervise.hpp
4 include/status/status.hpp
2 include/status/*
6 tools/cli/*
7 tools/*
7 tests/*
7 benchmarks/*
7 examples/*
END
}

# Headers of others, and who must not include them: a pattern for the header,
# a pattern for the files, and why.
strangers() {
  cat <<'END'
^caf/(io/|openssl/)?all\.hpp$|^include/status/(actors|messages|log|metrics)|public headers include narrow headers of CAF, compiling is slow enough
^fmt/|^include/|fmt stays private: its version differs from one Debian to the next
^(spdlog|CLI|nlohmann)/|^(include|messages|actors)/|only examples, tools and tests use it
^sqlite3\.h|^(include|messages|actors)/|only examples, tools and tests use it
^caf/.*(actor|behavior|response_promise|scheduler|send)|^(include/status/)?messages/|messages know no actor, only CAF's inspect and error
^(status/(shim|system|actors)|caf/(.*_actor|actor|actor_system|behavior|send)\.hpp)|^actors/(lifecycle|logger_step|dumper_(step|stepper|record|attempts|failures|ends)|placement_(book|runs))\.|rule 4.2: a pure decision knows no actor
^status/shim/|^(messages|actors|tests|examples|benchmarks|tools|include/status/(messages|actors))/|status/shim.hpp is the door to both generations of CAF
^(caf/(io|openssl)|openssl)/|^(messages/|actors/[a-z_0-9]*[.]|include/status/([a-z_0-9]*[.]|messages/|actors/|shim/))|the core has no networking, that is actors/net
^actors/|^(examples|benchmarks|tools)/|actors/ is private, include/status/ is the front door
END
}

check() {
  cd "$1"
  find include messages actors examples tools benchmarks tests \
    -type f \( -name '*.hpp' -o -name '*.cpp' \) 2>/dev/null | sort |
    awk -v rooms="$(rooms)" -v strangers="$(strangers)" '
      # Turns a pattern of a shell, with * only, into a regular expression.
      function regex(glob) {
        gsub(/[.+]/, "\\\\&", glob)
        gsub(/\*/, ".*", glob)
        return "^" glob "$"
      }
      function room_of(path,  i) {
        for (i = 1; i <= room_count; ++i)
          if (path ~ room_regex[i])
            return i
        return 0
      }
      function stem(path) {
        sub(/^include\/status\/actors\//, "", path)
        sub(/^actors\//, "", path)
        sub(/[.\/].*$/, "", path)
        return path
      }
      # The actor that a file belongs to: the shortest name it begins with.
      function actor_of(path,  name, best, other) {
        best = name = stem(path)
        for (other in stems)
          if (index(name, other "_") == 1 && length(other) < length(best))
            best = other
        return best
      }
      function resolve(from, header,  i, n, candidate, folder) {
        folder = from
        sub(/[^\/]*$/, "", folder)
        n = split(folder " include/ / tests/ examples/ tools/", places, " ")
        for (i = 1; i <= n; ++i) {
          candidate = places[i] == "/" ? header : places[i] header
          while (candidate ~ /[^\/.]+\/\.\.\//)
            sub(/[^\/.]+\/\.\.\//, "", candidate)
          if (candidate in known)
            return candidate
        }
        return ""
      }
      function complain(file, line, why) {
        printf "%s:%d: %s\n", file, line, why
        ++bad
      }
      function judge(file, line, header,  target, from, to, i) {
        target = resolve(file, header)
        if (target != "") {
          from = room_of(file)
          to = room_of(target)
          if (level[to] > level[from])
            complain(file, line, "includes " target ", which is above it")
          else if (sibling[from] && sibling[to] \
                   && actor_of(file) != actor_of(target))
            complain(file, line, "includes " target ", a sibling: " \
                     "actors meet in status/actors.hpp")
        }
        for (i = 1; i <= stranger_count; ++i)
          if (header ~ stranger[i] && file ~ keep_out[i])
            complain(file, line, "includes " header ": " why_not[i])
      }
      BEGIN {
        room_count = split(rooms, lines, "\n")
        for (i = 1; i <= room_count; ++i) {
          split(lines[i], words, " ")
          level[i] = words[1] + 0
          room_regex[i] = regex(words[2])
          sibling[i] = words[3] == "siblings"
        }
        stranger_count = split(strangers, lines, "\n")
        for (i = 1; i <= stranger_count; ++i) {
          # "a|b|why", where a and b may have | inside of parentheses
          field = 1; depth = 0; part[1] = part[2] = part[3] = ""
          for (j = 1; j <= length(lines[i]); ++j) {
            c = substr(lines[i], j, 1)
            if (c == "(" && field < 3) ++depth
            if (c == ")" && field < 3) --depth
            if (c == "|" && depth == 0 && field < 3) ++field
            else part[field] = part[field] c
          }
          stranger[i] = part[1]; keep_out[i] = part[2]; why_not[i] = part[3]
        }
      }
      {
        files[++file_count] = $0
        known[$0] = 1
        if (sibling[room_of($0)])
          stems[stem($0)] = 1
      }
      END {
        for (i = 1; i <= file_count; ++i) {
          file = files[i]
          if (room_of(file) == 0)
            complain(file, 1, "is in no room: see the table in this check")
          number = 0
          while ((getline text < file) > 0) {
            ++number
            if (text ~ /^[ \t]*#[ \t]*include[ \t]*[<"]/) {
              ++includes
              sub(/^[^<"]*[<"]/, "", text)
              sub(/[>"].*$/, "", text)
              judge(file, number, text)
            } else if (text ~ /(^|[^A-Z_])CAF_([A-Z]*_)?VERSION/ \
                       && file != "include/status/shim.hpp") {
              complain(file, number, "asks for the version of CAF, " \
                       "which only status/shim.hpp knows")
            }
          }
          close(file)
        }
        if (file_count == 0 || includes == 0) {
          print "nothing to check"
          exit 1
        }
        printf "%d files, %d includes, %d wrong\n", file_count, includes, bad
        exit bad > 0
      }'
}

# A small project with one fault at a time: the check has to find each of them,
# and nothing in the project without a fault.
self_test() {
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  cd "$folder"
  mkdir -p include/status/messages include/status/actors messages actors tests
  echo '#include <caf/error.hpp>' >include/status/shim.hpp
  echo '#include "status/shim.hpp"' >include/status/messages/state.hpp
  echo '#include "status/messages/state.hpp"' >messages/state.cpp
  echo '#include "status/messages/state.hpp"' >include/status/actors.hpp
  echo '#include "status/actors.hpp"' >include/status/actors/logger.hpp
  echo '#include "status/actors.hpp"' >include/status/actors/dumper.hpp
  echo '#include "status/actors/dumper.hpp"' >actors/dumper_timer.hpp
  echo '#include "actors/dumper_timer.hpp"' >actors/dumper.cpp
  echo '#include "../actors/logger.hpp"' >include/status/actors/watcher.hpp
  echo '#include "actors/dumper_timer.hpp"' >tests/dumper_test.cpp
  if ! (check .); then
    echo "complains about a project without a fault"
    exit 1
  fi
  missed=0
  must_fail() { # path, line to add
    cp -r . "$folder.bad"
    mkdir -p "$folder.bad/${1%/*}"
    echo "$2" >>"$folder.bad/$1"
    if (check "$folder.bad") >/dev/null; then
      echo "not found: $2 in $1"
      missed=1
    fi
    rm -rf "$folder.bad"
  }
  must_fail include/status/shim.hpp '#include "status/messages/state.hpp"'
  must_fail messages/state.cpp '#include "status/actors.hpp"'
  must_fail messages/state.cpp '#  include <status/actors/dumper.hpp>'
  must_fail include/status/actors.hpp '#include "status/actors/dumper.hpp"'
  must_fail include/status/actors.hpp '#include "actors/dumper.hpp"'
  must_fail actors/dumper.cpp '#include "status/actors/logger.hpp"'
  must_fail actors/dumper.cpp '#include "../include/status/actors/logger.hpp"'
  must_fail actors/logger.cpp '#include "dumper_timer.hpp"'
  must_fail actors/dumper_step.hpp '#include "actors/dumper_timer.hpp"'
  must_fail actors/dumper.cpp '#include "status/actors/watcher.hpp"'
  must_fail actors/dumper.cpp '#include "tests/dumper_test.cpp"'
  must_fail actors/dumper.cpp '#include <spdlog/spdlog.h>'
  must_fail messages/state.cpp '#include <caf/event_based_actor.hpp>'
  must_fail include/status/actors.hpp '#include <fmt/format.h>'
  must_fail include/status/actors.hpp '#include <caf/all.hpp>'
  must_fail examples/task.cpp '#include "actors/dumper_timer.hpp"'
  must_fail actors/lifecycle.hpp '#include "status/actors.hpp"'
  must_fail actors/dumper_step.cpp '#include <caf/event_based_actor.hpp>'
  must_fail actors/dumper.cpp '#include <caf/io/middleman.hpp>'
  must_fail include/status/actors.hpp '#include <openssl/ssl.h>'
  must_fail actors/dumper.cpp '#if CAF_MAJOR_VERSION >= 1'
  must_fail benchmarks/machine.cpp '    CAF_MINOR_VERSION, CAF_PATCH_VERSION);'
  must_fail actors/dumper.cpp '#include "status/shim/caf_1.hpp"'
  [ "$missed" = 0 ] || exit 1
  echo "every fault was found"
}

case ${1:-} in
  --self-test) self_test ;;
  *) check "${1:-.}" ;;
esac
