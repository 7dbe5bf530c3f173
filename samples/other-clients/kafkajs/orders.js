// SPDX-License-Identifier: Apache-2.0
// Creates a topic, sends keyed and explicitly partitioned records, reads them with a group of three
// consumers, lets one leave, and checks that the others take its partitions over.
// Usage: BOOTSTRAP=127.0.0.1:19092,127.0.0.1:19093 node orders.js
const assert = require('node:assert');
const { Kafka, logLevel } = require('kafkajs');

const brokers = (process.env.BOOTSTRAP || '127.0.0.1:19092').split(',');
const kafka = new Kafka({ clientId: 'orders-js', brokers, logLevel: logLevel.NOTHING });
const topic = `orders-js-${process.pid}`;
const PARTITIONS = 6;
const RECORDS = 300;
const DEADLINE_MS = 60_000;

function eventually(what, condition) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const timer = setInterval(() => {
      if (condition()) {
        clearInterval(timer);
        resolve();
      } else if (Date.now() - started > DEADLINE_MS) {
        clearInterval(timer);
        reject(new Error(`not within ${DEADLINE_MS} ms: ${what}`));
      }
    }, 50);
  });
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  const created = await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 3 }],
  });
  assert.strictEqual(created, true, 'topic created');
  const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
  assert.strictEqual(metadata.topics[0].partitions.length, PARTITIONS);

  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const partitionOfKey = new Map();
  for (let i = 0; i < RECORDS / 2; i++) {
    const key = `customer-${i % 20}`;
    const [sent] = await producer.send({ topic, acks: -1, messages: [{ key, value: `keyed ${i}`, headers: { n: `${i}` } }] });
    if (partitionOfKey.has(key)) {
      assert.strictEqual(sent.partition, partitionOfKey.get(key), `key ${key} stays in its partition`);
    }
    partitionOfKey.set(key, sent.partition);
  }
  for (let i = 0; i < RECORDS / 2; i++) {
    const partition = i % PARTITIONS;
    const [sent] = await producer.send({ topic, messages: [{ partition, value: `explicit ${i}` }] });
    assert.strictEqual(sent.partition, partition);
  }
  console.log(`sent ${RECORDS} records, ${partitionOfKey.size} keys`);

  const seen = new Set();
  const owned = new Map();
  const consumers = [];
  for (let c = 0; c < 3; c++) {
    const consumer = kafka.consumer({ groupId: `${topic}-group`, sessionTimeout: 10_000, heartbeatInterval: 500 });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => owned.set(c, payload.memberAssignment[topic] || []));
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        seen.add(message.value.toString());
      },
    });
    consumers.push(consumer);
  }
  const shares = () => [...owned.values()].map((partitions) => partitions.length).sort();
  await eventually('three members with two partitions each', () => shares().join() === '2,2,2');
  await eventually('all records read', () => seen.size === RECORDS);
  console.log('read all records with three consumers, two partitions each');

  await consumers[2].disconnect();
  owned.delete(2);
  await eventually('two members with three partitions each', () => shares().join() === '3,3');
  await producer.send({ topic, messages: [...Array(PARTITIONS).keys()].map((partition) => ({ partition, value: `last ${partition}` })) });
  await eventually('records read after one left', () => seen.size === RECORDS + PARTITIONS);
  console.log('one consumer left, the others took its partitions over');

  await Promise.all([consumers[0].disconnect(), consumers[1].disconnect(), producer.disconnect()]);
  const offsets = await admin.fetchOffsets({ groupId: `${topic}-group`, topics: [topic] });
  const committed = offsets[0].partitions.reduce((sum, { offset }) => sum + Number(offset), 0);
  assert.strictEqual(committed, RECORDS + PARTITIONS, 'all offsets committed');
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  console.log('kafkajs: PASSED');
}

main().catch((error) => {
  console.error('kafkajs: FAILED', error);
  process.exit(1);
});
