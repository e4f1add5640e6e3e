#!/bin/sh
# Installs the library, moves the prefix, and builds and runs a program outside
# of the project against it: by find_package, also as C++20, by pkg-config, and
# with the sources as a folder of its own.
#
#   run.sh SOURCE BUILD FOLDER CXX GENERATOR [CMAKE_OPTION...]
#
# BUILD is where the library was built; FOLDER is where the consumers are, which
# keeps what they built for the next time. With WHOLE_CONSUMER=yes, as the gates
# have it, the sources as a folder are built, linked and run as well; otherwise
# they are configured, and the program is compiled with what they ask for.
set -eu

source=$1
build=$2
folder=$3
compiler=$4
generator=$5
shift 5

here=$source/tests/consumer
log=$folder/log
prefix=$folder/prefix
rm -rf "$folder/first" "$prefix"
mkdir -p "$folder"
: >"$log"
finished=no
trap '[ "$finished" = yes ] || tail -n 40 "$log"' EXIT

quietly() {
  echo "+ $*" >>"$log"
  "$@" >>"$log" 2>&1
}

configure() { # NAME OPTION...
  name=$1
  shift
  quietly cmake -S "$here/$name" -B "$folder/$name" -G "$generator" \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG=-O0 "$@"
}

run() { # NAME PROGRAM
  result=$("$2")
  if [ "$result" != copyRows ]; then
    echo "$1: the program says \"$result\""
    exit 1
  fi
  echo "$1: works"
}

quietly cmake --install "$build" --prefix "$folder/first"
mv "$folder/first" "$prefix"
if grep -rlE --include='*.cmake' --include='*.pc' --include='*.hpp' \
  -e "$folder" -e "$source" -e "$build" "$prefix"; then
  echo "these files name a folder of the build, so the prefix cannot be moved"
  exit 1
fi

configure find_package -DCMAKE_PREFIX_PATH="$prefix" "$@"
quietly cmake --build "$folder/find_package" -j 2
run find_package "$folder/find_package/consumer"
run "find_package, C++20" "$folder/find_package/consumer20"

pc=$(find "$prefix" -name caf_status.pc)
net=
[ -f "${pc%/*}/caf_status_net.pc" ] && net=yes
if [ "$net" ]; then
  run "find_package, networking" "$folder/find_package/consumer_net"
else
  echo "networking: was not built"
fi

by_pkg_config() { # NAME SOURCE
  flags=$(PKG_CONFIG_PATH=${pc%/*} pkg-config --cflags --libs "$1")
  for flag in $flags; do # a program finds its libraries where the linker did
    case $flag in -L*) flags="$flags -Wl,-rpath,${flag#-L}" ;; esac
  done
  # shellcheck disable=SC2086 # flags are words
  quietly "$compiler" -std=c++17 "$here/$2" -o "$folder/by_pkg_config" $flags
  run "pkg-config $1" "$folder/by_pkg_config"
}

if command -v pkg-config >/dev/null 2>&1; then
  by_pkg_config caf_status main.cpp
  [ ! "$net" ] || by_pkg_config caf_status_net net.cpp
else
  echo "pkg-config: is not there"
fi

# Without the networking, which takes long to build.
configure add_subdirectory -DCAF_STATUS_SOURCE_DIR="$source" \
  -DCAF_STATUS_BUILD_NET=OFF \
  -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" "$@"
if [ "${WHOLE_CONSUMER:-}" = yes ]; then
  quietly cmake --build "$folder/add_subdirectory" -j 2
  run add_subdirectory "$folder/add_subdirectory/consumer"
else
  # The library is not built a second time.
  quietly cmake --build "$folder/add_subdirectory" --target consumer_object
  echo "add_subdirectory: compiles"
fi
finished=yes
