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
tool consumer.group.ConsumerGroupCommand --bootstrap-server "$bootstrap" --group "$topic-group" --topic "$topic" \
  --reset-offsets --to-offset 0 --execute | grep -c "$topic-group" | grep -qx 3 || fail "the offsets of 3 partitions are not reset"
tool consumer.group.ConsumerGroupCommand --bootstrap-server "$bootstrap" --delete --group "$topic-group" | grep -q 'successful' ||
  fail "the group is not deleted"
tool TransactionsCommand --bootstrap-server "$bootstrap" list | grep -q 'TransactionalId' || fail "transactions are not listed"
tool TransactionsCommand --bootstrap-server "$bootstrap" describe-producers --topic "$topic" --partition 0 | grep -q 'ProducerId' ||
  fail "producers are not described"
moves=$(mktemp)
echo '{"version": 1, "partitions": [{"topic": "'"$topic"'", "partition": 0, "replicas": [3, 2]}]}' >"$moves"
tool reassign.ReassignPartitionsCommand --bootstrap-server "$bootstrap" --reassignment-json-file "$moves" --execute |
  grep -q 'Successfully started' || fail "the reassignment does not start"
for _ in $(seq 20); do
  moved=$(tool reassign.ReassignPartitionsCommand --bootstrap-server "$bootstrap" --reassignment-json-file "$moves" --verify)
  grep -q 'is completed' <<<"$moved" && break
done
rm -f "$moves"
grep -q 'is completed' <<<"$moved" || fail "the reassignment is not completed: $moved"
tool TopicCommand --bootstrap-server "$bootstrap" --describe --topic "$topic" | grep -q 'Replicas: 3,2' || fail "the replicas are not 3 and 2"
tool TopicCommand --bootstrap-server "$bootstrap" --delete --topic "$topic"
tool TopicCommand --bootstrap-server "$bootstrap" --list | grep -qx "$topic" && fail "the topic is still listed"
echo "console tools: PASSED"
