#!/usr/bin/env bash
# own_network.sh COMMAND...: runs a command on a host of its own, at 10.66.0.1,
# with another host at 10.66.0.2 and something between them that has yet to be a
# cable. The command gets these as the processes FAR_HOST and CABLE_ROOM, whose
# network namespaces they are. All is gone with the command, whatever happens,
# and nobody needs to be root. Exits with 77 where that is not allowed.
set -euo pipefail

private=(unshare --user --map-root-user --net --pid --fork --mount-proc
  --kill-child)

skip() {
  echo "skipped: $1"
  exit 77
}

if [[ ${1:-} != --inside ]]; then
  for tool in ip unshare nsenter; do
    command -v "$tool" > /dev/null || skip "there is no $tool"
  done
  "${private[@]}" true 2> /dev/null ||
    skip "this user may not make network namespaces"
  exec "${private[@]}" bash "${BASH_SOURCE[0]}" --inside "$@"
fi
shift

# A process in a network namespace of its own; its number is in $room.
make_room() {
  unshare --net sleep infinity &
  room=$!
  until [[ $(readlink "/proc/$room/ns/net") != $(readlink /proc/self/ns/net) ]]; do
    kill -0 "$room"
  done
}

make_room
export CABLE_ROOM=$room
make_room
export FAR_HOST=$room
in_room=(nsenter --net="/proc/$CABLE_ROOM/ns/net")
far=(nsenter --net="/proc/$FAR_HOST/ns/net")
ip link add here type veth peer name near netns "$CABLE_ROOM" 2> /dev/null ||
  skip "this kernel has no veth"
"${in_room[@]}" ip link add away type veth peer name there netns "$FAR_HOST"
ip address add 10.66.0.1/24 dev here
"${far[@]}" ip address add 10.66.0.2/24 dev there
ip link set lo up
ip link set here up
"${far[@]}" ip link set lo up
"${far[@]}" ip link set there up
"${in_room[@]}" ip link set near up
"${in_room[@]}" ip link set away up
"$@"
