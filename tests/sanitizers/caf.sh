#!/usr/bin/env bash
# usage: caf.sh --where COMPILER    prints the folder that it belongs to
#        caf.sh --build COMPILER    builds it and installs it there
#
# CAF's core as ThreadSanitizer has to have it: out of Debian's own source
# package, in the version of the libcaf-dev that is installed. ThreadSanitizer
# must see every access and every atomic: with Debian's libcaf_core.so, which is
# compiled without it, each message from one thread to another looks like a race.
set -euo pipefail

action=$1
compiler=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
flags='-std=c++17 -O1 -g1 -fno-omit-frame-pointer -fsanitize=thread -w'
version=$(dpkg-query -W -f '${source:Version}' libcaf-dev)
# Whatever it is made of makes another one.
key=$({ "$compiler" --version && cat "$here/caf.sh"; } | sha256sum | cut -c 1-8)
prefix=${XDG_CACHE_HOME:-$HOME/.cache}/caf-status/caf-$version-thread-$key
if [ "$action" = --where ]; then
  echo "$prefix"
  exit
fi

work=$prefix.work
rm -rf "$work"
mkdir -p "$work"/{parts,lists/partial,cache/archives/partial,source}
cd "$work/source"

# -- the source ----------------------------------------------------------------

# It comes from where the binary packages do. apt reads this list instead of the
# system's, into folders of its own, and checks signatures as ever.
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ -f "$list" ] || continue
  sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$list" \
    >"$work/parts/$(basename "$list" .list).list"
done
for list in /etc/apt/sources.list.d/*.sources; do
  [ -f "$list" ] || continue
  sed 's/^Types:.*/Types: deb-src/' "$list" >"$work/parts/${list##*/}"
done
apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null
  -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::lists=$work/lists"
  -o "Dir::Cache=$work/cache")
# A place that cannot be reached is no harm, unless it is the one that has CAF.
"${apt[@]}" update || true
# Upstream's tarball out of the package, without Debian's patches: that they do
# not touch the core's headers is seen below.
"${apt[@]}" source --tar-only "actor-framework=$version"
tar -xf actor-framework_*.orig.tar.*
source=$(echo "$work"/source/*/)

# -- the library ---------------------------------------------------------------

# Only what our code links. Its files are compiled several at a time, because
# most of the work is in the headers that they share.
cmake -S "$source" -B "$work/build" -G Ninja \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=None \
  -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_INSTALL_PREFIX="$work/install" \
  -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_UNITY_BUILD=ON \
  -DCMAKE_UNITY_BUILD_BATCH_SIZE=8 -DCAF_NO_AUTO_LIBCPP=ON -DCAF_NO_IO=ON \
  -DCAF_NO_OPENSSL=ON -DCAF_NO_TOOLS=ON -DCAF_NO_EXAMPLES=ON \
  -DCAF_NO_UNIT_TESTS=ON -DCAF_NO_PYTHON=ON -DCAF_NO_SUMMARY=ON
cmake --build "$work/build" -j "${JOBS:-$(nproc)}"
cmake --install "$work/build"

# What is tested must be what Debian's users compile against.
(cd "$work/install/include" && find caf -type f -name '*.hpp') |
  while read -r header; do
    cmp "$work/install/include/$header" "/usr/include/$header"
  done

# Whole or not at all.
rm -rf "$prefix"
mv "$work/install" "$prefix"
rm -rf "$work"
