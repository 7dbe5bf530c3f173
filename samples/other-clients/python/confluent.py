# SPDX-License-Identifier: Apache-2.0
"""confluent-kafka (librdkafka): administers, produces idempotently, consumes in a cooperative group, commits,
seeks; transactions that commit, abort, carry offsets, and fence.

Usage: confluent.py BOOTSTRAP
"""
import os
import sys
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

servers = {"bootstrap.servers": sys.argv[1]}
topic = f"librdkafka-{os.getpid()}"
copied = f"{topic}-copied"
group = f"{topic}-group"
RECORDS = 120
DEADLINE_S = 60


def consumer(group_id, **more):
    return Consumer(
        {
            **servers,
            "group.id": group_id,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "heartbeat.interval.ms": 500,
            **more,
        }
    )


def poll_until(consumers, condition, what):
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {DEADLINE_S} s: {what}"
        for one in consumers:
            record = one.poll(0.05)
            if record is not None:
                assert record.error() is None, record.error()
                yield record


def done(futures):
    return {name: future.result(30) for name, future in futures.items()}


def read_all(name, group_id, **more):
    """Everything up to the ends as they are now."""
    one = consumer(group_id, **more)
    parts = [TopicPartition(name, p, 0) for p in one.list_topics(name, 30).topics[name].partitions]
    ends = {part.partition: one.get_watermark_offsets(part, 30)[1] for part in parts}
    one.assign(parts)
    values = []
    at_end = lambda: all(p.offset >= ends[p.partition] for p in one.position(parts) if ends[p.partition])
    for record in poll_until([one], at_end, f"end of {name}"):
        values.append(record.value().decode())
    one.close()
    return sorted(values)


admin = AdminClient(servers)
done(admin.create_topics([NewTopic(topic, 2, 3), NewTopic(copied, 2, 3)]))
done(admin.create_partitions([NewPartitions(topic, 4)]))
resource = ConfigResource(ConfigResource.Type.TOPIC, topic, set_config={"retention.ms": "123456"})
done(admin.alter_configs([resource]))
assert done(admin.describe_configs([resource]))[resource]["retention.ms"].value == "123456"

producer = Producer({**servers, "enable.idempotence": True, "compression.type": "lz4"})
failures = []
for n in range(RECORDS):
    producer.produce(topic, f"value {n}", f"key-{n % 9}", n % 4, on_delivery=lambda e, _: e and failures.append(e))
assert producer.flush(30) == 0 and not failures, failures
print(f"librdkafka: sent {RECORDS} records")

two = [consumer(group, **{"partition.assignment.strategy": "cooperative-sticky"}) for _ in range(2)]
for one in two:
    one.subscribe([topic])
seen = set()
balanced = lambda: sorted(len(one.assignment()) for one in two) == [2, 2]
for record in poll_until(two, lambda: balanced() and len(seen) == RECORDS, "all records read by two members"):
    seen.add(record.value().decode())
assert seen == {f"value {n}" for n in range(RECORDS)}
for one in two:
    for part in one.commit(offsets=one.position(one.assignment()), asynchronous=False):
        assert part.error is None, part.error
committed = two[0].committed([TopicPartition(topic, p) for p in range(4)], 30)
assert [part.offset for part in committed] == [RECORDS // 4] * 4, committed
assert any(info.id == group and len(info.members) == 2 for info in admin.list_groups(timeout=30))
for one in two:
    one.close()
print("librdkafka: two cooperative members read and committed all")

alone = consumer(f"{group}-alone")
alone.assign([TopicPartition(topic, 1, 25)])
found = []
for record in poll_until([alone], lambda: len(found) >= 5, "records from an offset"):
    found.append(record.offset())
alone.seek(TopicPartition(topic, 1, 28))
for record in poll_until([alone], lambda: len(found) >= 7, "records after seek"):
    found.append(record.offset())
assert found == [25, 26, 27, 28, 29, 28, 29], found
alone.close()

transactional = Producer({**servers, "transactional.id": f"{topic}-tx"})
transactional.init_transactions(30)
transactional.begin_transaction()
for n in range(10):
    transactional.produce(copied, f"aborted {n}", partition=n % 2)
assert transactional.flush(30) == 0
transactional.abort_transaction(30)

copier = consumer(f"{group}-copier")
copier.subscribe([topic])
transactional.begin_transaction()
count = 0
for record in poll_until([copier], lambda: count == RECORDS, "records to copy"):
    transactional.produce(copied, record.value(), partition=record.partition() % 2)
    count += 1
offsets = copier.position(copier.assignment())
transactional.send_offsets_to_transaction(offsets, copier.consumer_group_metadata(), 30)
transactional.commit_transaction(30)
after = copier.committed([TopicPartition(topic, p) for p in range(4)], 30)
assert [part.offset for part in after] == [RECORDS // 4] * 4, after
copier.close()
values = sorted(f"value {n}" for n in range(RECORDS))
assert read_all(copied, f"{group}-committed") == values
assert len(read_all(copied, f"{group}-all", **{"isolation.level": "read_uncommitted"})) == RECORDS + 10

successor = Producer({**servers, "transactional.id": f"{topic}-tx"})
successor.init_transactions(30)
transactional.begin_transaction()
transactional.produce(copied, "from the fenced one")
try:
    transactional.commit_transaction(30)
    raise AssertionError("the first producer is not fenced")
except KafkaException as e:
    assert e.args[0].code() in (KafkaError._FENCED, KafkaError.PRODUCER_FENCED, KafkaError.INVALID_PRODUCER_EPOCH), e
assert read_all(copied, f"{group}-after") == values
print("librdkafka: transactions committed, aborted, carried offsets, and fenced")

done(admin.delete_topics([topic, copied]))
print("librdkafka: PASSED")
