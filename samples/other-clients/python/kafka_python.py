# SPDX-License-Identifier: Apache-2.0
"""kafka-python: administers topics, produces, consumes in a group of two, commits, seeks.

Usage: kafka_python.py BOOTSTRAP
"""
import os
import sys
import threading
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic
from kafka.structs import OffsetAndMetadata

servers = sys.argv[1].split(",")
topic = f"kafka-python-{os.getpid()}"
group = f"{topic}-group"
RECORDS = 120
DEADLINE_S = 60


def consumer(**more):
    return KafkaConsumer(
        bootstrap_servers=servers,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        heartbeat_interval_ms=500,
        **more,
    )


def poll_until(one, condition, what):
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {DEADLINE_S} s: {what}"
        for records in one.poll(timeout_ms=100).values():
            yield from records


admin = KafkaAdminClient(bootstrap_servers=servers)
admin.create_topics([NewTopic(topic, 2, 3)])
admin.create_partitions({topic: NewPartitions(4)})
admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "123456"})])
[answer] = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
configs = {entry[0]: entry[1] for entry in answer.resources[0][4]}
assert configs["retention.ms"] == "123456", configs["retention.ms"]

producer = KafkaProducer(bootstrap_servers=servers, acks="all", compression_type="gzip")
for n in range(RECORDS):
    sent = producer.send(topic, key=f"key-{n % 9}".encode(), value=f"value {n}".encode(), partition=n % 4).get(30)
    assert sent.partition == n % 4 and sent.offset == n // 4, sent
producer.close()
print(f"kafka-python: sent {RECORDS} records")

seen, owned, failures = set(), {}, []
stop = threading.Event()


def member(name):
    """In a thread of its own: a poll of kafka-python waits for the other member when the group rebalances."""
    try:
        one = consumer(group_id=group)
        one.subscribe([topic])
        while not stop.is_set():
            for records in one.poll(timeout_ms=100).values():
                seen.update(record.value.decode() for record in records)
            owned[name] = one.assignment()
        one.commit({part: OffsetAndMetadata(one.position(part), "") for part in one.assignment()})
        barrier.wait(DEADLINE_S)
        one.close()
    except Exception as e:
        failures.append(e)


barrier = threading.Barrier(2)
members = [threading.Thread(target=member, args=(name,), daemon=True) for name in range(2)]
for thread in members:
    thread.start()
deadline = time.monotonic() + DEADLINE_S
while not (sorted(len(parts) for parts in owned.values()) == [2, 2] and len(seen) == RECORDS):
    assert not failures and time.monotonic() < deadline, (failures, owned, len(seen))
    time.sleep(0.05)
assert seen == {f"value {n}" for n in range(RECORDS)}
[description] = admin.describe_consumer_groups([group])
assert description.state == "Stable" and len(description.members) == 2, description
stop.set()
for thread in members:
    thread.join(DEADLINE_S)
assert not failures, failures
offsets = admin.list_consumer_group_offsets(group)
assert sum(offset.offset for offset in offsets.values()) == RECORDS, offsets
assert (group, "consumer") in admin.list_consumer_groups()
print("kafka-python: two members read and committed all")

alone = consumer()
part = TopicPartition(topic, 1)
alone.assign([part])
alone.seek(part, 25)
found = []
for record in poll_until(alone, lambda: len(found) >= 5, "records after seek"):
    found.append(record.offset)
assert found == [25, 26, 27, 28, 29], found
assert alone.end_offsets([part]) == {part: 30} and alone.beginning_offsets([part]) == {part: 0}
alone.close()

admin.delete_consumer_groups([group])
admin.delete_topics([topic])
admin.close()
print("kafka-python: PASSED")
