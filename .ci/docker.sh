#!/usr/bin/env bash
# Sourced by .ci/run: a Docker engine with the image that the tests of engine `container` run. Takes the one that answers,
# else installs Debian's and starts it here, on a socket of its own. Where that is not possible it says why, and those
# tests are skipped.

docker_pid=
docker_place=

docker_packages() {
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

docker_begin() {
  if ! command -v dockerd >/dev/null 2>&1 && ! docker version >/dev/null 2>&1; then
    docker_packages docker.io iptables busybox-static \
      || { echo "no Docker: Debian's docker.io cannot be installed"; return 0; }
  fi
  command -v busybox >/dev/null 2>&1 || docker_packages busybox-static || true
  if ! docker version >/dev/null 2>&1; then
    docker_place=$(mktemp -d /tmp/kafka-trial-docker-XXXXXX)
    export DOCKER_HOST=unix://$docker_place/docker.sock
    dockerd --host="$DOCKER_HOST" --data-root="$docker_place/data" --exec-root="$docker_place/exec" \
      --pidfile="$docker_place/dockerd.pid" >"$docker_place/log" 2>&1 &
    docker_pid=$!
    local looks=0
    until docker version >/dev/null 2>&1; do
      looks=$((looks + 1))
      if [ $looks -gt 60 ] || ! kill -0 "$docker_pid" 2>/dev/null; then
        echo "no Docker: dockerd does not start here:"
        grep -E 'level=(error|fatal)|failed' "$docker_place/log" | tail -3
        docker_end
        return 0
      fi
      sleep 0.5
    done
  fi
  docker version --format 'Docker {{.Server.Version}}, API {{.Server.APIVersion}}'
  harness-core/src/test/docker/make-image.sh || echo "the image cannot be made: the tests of engine container are skipped"
}

docker_end() {
  if [ -n "$docker_pid" ]; then
    kill "$docker_pid" 2>/dev/null || true
    wait "$docker_pid" 2>/dev/null || true
  fi
  [ -z "$docker_place" ] || rm -rf "$docker_place" 2>/dev/null || true
  docker_pid=
  docker_place=
  unset DOCKER_HOST
}
