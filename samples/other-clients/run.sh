#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts a Kafka Trial cluster by `java -jar` and tries clients in other languages against it: kafkajs,
# kcat and Apache Kafka's console tools. A client that is not installed is skipped, with the reason.
# Usage: run.sh [CORE_JAR]     (after `mvn -B verify`)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=${1:-$(ls "$here"/../../harness-core/target/kafka-trial-core-*.jar | grep -vE 'sources|javadoc|original' | sed -n 1p)}
work=$(mktemp -d)
mkfifo "$work/leash"
java -jar "$jar" run --brokers 3 --leash --ready-file "$work/ready" <"$work/leash" >"$work/cluster.log" 2>&1 &
cluster=$!
exec 9>"$work/leash" # closing it, however this script ends, stops the cluster
trap 'exec 9>&-; wait "$cluster" || true; rm -rf "$work"' EXIT

for _ in $(seq 300); do
  [ -f "$work/ready" ] && break
  kill -0 "$cluster" 2>/dev/null || { cat "$work/cluster.log" >&2; exit 1; }
  sleep 0.1
done
[ -f "$work/ready" ] || { echo "the cluster is not ready after 30 s" >&2; exit 1; }
bootstrap=$(sed -n 's/^bootstrap.servers=//p' "$work/ready")
echo "cluster: $bootstrap"

passed=0 failed=0 skipped=0
try() {
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}
skip() {
  echo "$1: SKIPPED: $2"
  skipped=$((skipped + 1))
}

kafkajs() {
  (cd "$here/kafkajs" && npm install --no-audit --no-fund --silent && BOOTSTRAP="$bootstrap" timeout 180 node orders.js)
}
console_tools() {
  mvn -B -q -f "$here/console-tools/pom.xml" package &&
    timeout 300 "$here/console-tools.sh" "$bootstrap" "$here/console-tools/target/dependency/*"
}

if command -v node >/dev/null && command -v npm >/dev/null; then try kafkajs; else skip kafkajs "no node or npm"; fi
if command -v kcat >/dev/null || command -v kafkacat >/dev/null; then try timeout 180 "$here/kcat.sh" "$bootstrap"; else skip kcat "kcat is not installed"; fi
if command -v mvn >/dev/null; then try console_tools; else skip "console tools" "no mvn"; fi

echo "other clients: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
