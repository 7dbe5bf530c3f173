#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts a Kafka Trial cluster by `java -jar` and tries clients in other languages against it: kafkajs,
# Avro between JavaScript and Java, librdkafka (kcat, Python and node-rdkafka), kafka-python and Apache Kafka's console
# tools. A client that is not installed is skipped, with the reason.
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
  (cd "$here/kafkajs" && npm install --no-audit --no-fund --silent && export BOOTSTRAP="$bootstrap" &&
    timeout 180 node orders.js && timeout 180 node transactions.js)
}
# Built against Debian's librdkafka and the headers of the node that runs it, without a download of either
node_rdkafka() {
  (cd "$here/node-rdkafka" && BUILD_LIBRDKAFKA=0 npm_config_nodedir="$(node_headers)" npm install --no-audit --no-fund --silent &&
    BOOTSTRAP="$bootstrap" timeout 180 node orders.js)
}
node_headers() {
  local prefix
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  [ -f "$prefix/include/node/node.h" ] && echo "$prefix"
}
avro() {
  local topic="avro-$$"
  (cd "$here/avro" && npm install --no-audit --no-fund --silent && mvn -B -q package && export BOOTSTRAP="$bootstrap" &&
    timeout 120 node orders.js write "$topic-js" && avro_java read "$topic-js" &&
    avro_java write "$topic-java" && timeout 120 node orders.js read "$topic-java" && echo "avro: PASSED") ||
    { echo "avro: FAILED" >&2; return 1; }
}
avro_java() {
  timeout 120 java -cp "target/dependency/*" Orders.java "$bootstrap" order.avsc "$@"
}
# Debian's packages are for Debian's Python, which need not be the first on the PATH
python_with() {
  local python
  for python in python3 /usr/bin/python3; do
    if command -v "$python" >/dev/null && "$python" -c "import $1" 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}
try_python() { # NAME MODULE SCRIPT PACKAGE
  local python
  if python=$(python_with "$2"); then
    try timeout 180 "$python" "$here/python/$3" "$bootstrap"
  else
    skip "$1" "$4 is not installed"
  fi
}
console_tools() {
  mvn -B -q -f "$here/console-tools/pom.xml" package &&
    timeout 300 "$here/console-tools.sh" "$bootstrap" "$here/console-tools/target/dependency/*"
}

have() { command -v "$1" >/dev/null; }
if have node && have npm; then try kafkajs; else skip kafkajs "no node or npm"; fi
if ! have node || ! have npm; then skip node-rdkafka "no node or npm"
elif ! have make || ! have g++ || ! node_headers >/dev/null; then skip node-rdkafka "no C++ compiler, make or headers of node"
elif [ ! -f /usr/include/librdkafka/rdkafka.h ]; then skip node-rdkafka "librdkafka-dev is not installed"
else try node_rdkafka; fi
if have node && have npm && have mvn; then try avro; else skip avro "no node, npm or mvn"; fi
if have kcat || have kafkacat; then try timeout 180 "$here/kcat.sh" "$bootstrap"; else skip kcat "kcat is not installed"; fi
try_python librdkafka confluent_kafka confluent.py python3-confluent-kafka
try_python kafka-python kafka kafka_python.py python3-kafka
try "$here/secured.sh" "$jar"
if have mvn; then try console_tools; else skip "console tools" "no mvn"; fi

echo "other clients: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
