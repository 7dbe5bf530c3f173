#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Apache Kafka's own console tools against a Kafka Trial cluster.
# Usage: console-tools.sh BOOTSTRAP TOOLS_CLASSPATH
set -euo pipefail
bootstrap=${1:?usage: console-tools.sh BOOTSTRAP TOOLS_CLASSPATH}
classpath=${2:?usage: console-tools.sh BOOTSTRAP TOOLS_CLASSPATH}
topic="console-$$"

fail() { echo "console tools: FAILED: $1" >&2; exit 1; }
tool() { java -cp "$classpath" "org.apache.kafka.tools.$@"; }

tool TopicCommand --bootstrap-server "$bootstrap" --create --topic "$topic" --partitions 3 --replication-factor 3
described=$(tool TopicCommand --bootstrap-server "$bootstrap" --describe --topic "$topic")
echo "$described"
[ "$(grep -c 'Partition: ' <<<"$described")" = 3 ] || fail "describe does not show 3 partitions"
for i in $(seq 1 50); do echo "line $i"; done |
  tool ConsoleProducer --bootstrap-server "$bootstrap" --topic "$topic" --command-property acks=all
read=$(tool consumer.ConsoleConsumer --bootstrap-server "$bootstrap" --topic "$topic" --group "$topic-group" \
  --from-beginning --max-messages 50 --timeout-ms 60000 | grep -c '^line ')
[ "$read" = 50 ] || fail "read $read of 50 lines"
tool consumer.group.ConsumerGroupCommand --bootstrap-server "$bootstrap" --describe --group "$topic-group" | grep -q "$topic" ||
  fail "the group is not described"
tool TopicCommand --bootstrap-server "$bootstrap" --delete --topic "$topic"
tool TopicCommand --bootstrap-server "$bootstrap" --list | grep -qx "$topic" && fail "the topic is still listed"
echo "console tools: PASSED"
