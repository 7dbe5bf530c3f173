#!/usr/bin/env bash
# A Docker engine on another machine, as far as one machine can be two: in a network of its own, reached by TCP at an
# address that is not this machine's. For ContainerFarTest, and to try DOCKER_HOST=tcp://…
#
#   far.sh begin DIR     prints what DOCKER_HOST is then
#   far.sh end DIR
#
# Needs root, Debian's docker.io and iproute2. An image comes in by: docker save IMAGE | DOCKER_HOST=… docker load
set -euo pipefail

space=kafka-trial-far
near=10.77.83.1
far=10.77.83.2

begin() {
  ip netns add $space
  ip link add ktfar0 type veth peer name ktfar1 netns $space
  ip addr add $near/30 dev ktfar0
  ip link set ktfar0 up
  nsenter --net=/var/run/netns/$space sh -c "
    ip addr add $far/30 dev ktfar1
    ip link set ktfar1 up
    ip link set lo up
    ip route add default via $near"
  mkdir -p "$1"
  nsenter --net=/var/run/netns/$space dockerd --host=tcp://$far:2375 --tls=false --data-root="$1/data" \
    --exec-root="$1/exec" --pidfile="$1/dockerd.pid" >"$1/log" 2>&1 &
  looks=0
  until DOCKER_HOST=tcp://$far:2375 docker version >/dev/null 2>&1; do
    looks=$((looks + 1))
    [ $looks -lt 60 ] || { echo "dockerd does not start, see $1/log" >&2; exit 1; }
    sleep 0.5
  done
  echo tcp://$far:2375
}

end() {
  local pid
  pid=$(cat "$1/dockerd.pid")
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
  done
  ip link del ktfar0
  ip netns del $space
}

"$@"
