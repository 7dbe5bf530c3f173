// SPDX-License-Identifier: Apache-2.0
// Commits and aborts transactions, moves the offsets of a group within one, reads committed and uncommitted,
// seeks, and administers the group.
// Usage: BOOTSTRAP=127.0.0.1:19092,127.0.0.1:19093 node transactions.js
const assert = require('node:assert');
const { Kafka, logLevel } = require('kafkajs');

const brokers = (process.env.BOOTSTRAP || '127.0.0.1:19092').split(',');
const kafka = new Kafka({ clientId: 'transactions-js', brokers, logLevel: logLevel.NOTHING });
const from = `payments-js-${process.pid}`;
const to = `bookings-js-${process.pid}`;
const group = `${from}-group`;
const RECORDS = 60;
const DEADLINE_MS = 60_000;

async function eventually(what, condition) {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > DEADLINE_MS) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Everything in a topic, up to a record that is sent last, outside of any transaction. */
async function readAll(topic, groupId, readUncommitted, partitions) {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: partitions.map((partition) => ({ partition, value: `end of ${groupId}` })) });
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId, readUncommitted, maxWaitTimeInMs: 100 });
  const values = [];
  let ends = 0;
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const value = message.value.toString();
      if (value === `end of ${groupId}`) ends++;
      else if (!value.startsWith('end of')) values.push(value);
    },
  });
  await eventually(`end of ${topic} read by ${groupId}`, () => ends === partitions.length);
  await consumer.disconnect();
  return values.sort();
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [from, to].map((topic) => ({ topic, numPartitions: 2, replicationFactor: 3 })),
  });
  const plain = kafka.producer();
  await plain.connect();
  await plain.send({ topic: from, messages: [...Array(RECORDS).keys()].map((n) => ({ partition: n % 2, value: `payment ${n}` })) });
  await plain.disconnect();

  // an aborted transaction, then one that commits records together with the offsets of the group
  const producer = kafka.producer({ transactionalId: `${from}-tx`, maxInFlightRequests: 1, idempotent: true, retry: { retries: 1 } });
  await producer.connect();
  const aborted = await producer.transaction();
  await aborted.send({ topic: to, messages: [...Array(10).keys()].map((n) => ({ partition: n % 2, value: `aborted ${n}` })) });
  await aborted.abort();

  const offsets = [0, 1].map((partition) => ({ partition, offset: `${RECORDS / 2}` }));
  const committed = await producer.transaction();
  await committed.send({ topic: to, messages: [...Array(RECORDS).keys()].map((n) => ({ partition: n % 2, value: `booking ${n}` })) });
  await committed.sendOffsets({ consumerGroupId: group, topics: [{ topic: from, partitions: offsets }] });
  await committed.commit();

  const fetched = await admin.fetchOffsets({ groupId: group, topics: [from] });
  assert.deepStrictEqual(
    fetched[0].partitions.map(({ partition, offset }) => `${partition}:${offset}`).sort(),
    [`0:${RECORDS / 2}`, `1:${RECORDS / 2}`],
    'offsets that the transaction committed',
  );
  const bookings = [...Array(RECORDS).keys()].map((n) => `booking ${n}`).sort();
  assert.deepStrictEqual(await readAll(to, `${to}-committed`, false, [0, 1]), bookings, 'read committed');
  const all = await readAll(to, `${to}-uncommitted`, true, [0, 1]);
  assert.strictEqual(all.length, RECORDS + 10, 'read uncommitted');
  console.log('one transaction aborted, one committed records and offsets');

  // a second producer of the same id fences the first
  const successor = kafka.producer({ transactionalId: `${from}-tx`, maxInFlightRequests: 1, idempotent: true });
  await successor.connect();
  const next = await successor.transaction();
  await next.send({ topic: to, messages: [{ partition: 0, value: 'from the successor' }] });
  await next.commit();
  await assert.rejects(async () => {
    const late = await producer.transaction();
    await late.send({ topic: to, messages: [{ partition: 0, value: 'from the fenced one' }] });
    await late.commit();
  }, 'the first producer is fenced');
  await Promise.all([producer.disconnect(), successor.disconnect()]);
  console.log('a successor fenced the first producer');

  // the group goes on where the transaction left it; then somewhere else by reset and by seek
  const seen = [];
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: from, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ partition, message }) => seen.push(`${partition}:${message.offset}`) });
  await eventually('the group is stable', async () => (await admin.describeGroups([group])).groups[0].state === 'Stable');
  const { groups } = await admin.listGroups();
  assert.ok(groups.some(({ groupId }) => groupId === group), 'the group is listed');
  consumer.seek({ topic: from, partition: 0, offset: `${RECORDS / 2 - 3}` });
  await eventually('three records after seek', () => seen.length >= 3);
  assert.deepStrictEqual(seen, [27, 28, 29].map((offset) => `0:${offset}`));
  await consumer.disconnect();

  await admin.setOffsets({ groupId: group, topic: from, partitions: [{ partition: 1, offset: '5' }] });
  const reset = await admin.fetchOffsets({ groupId: group, topics: [from] });
  assert.strictEqual(reset[0].partitions.find(({ partition }) => partition === 1).offset, '5');
  await admin.deleteGroups([group]);
  assert.ok(!(await admin.listGroups()).groups.some(({ groupId }) => groupId === group), 'the group is deleted');
  await admin.deleteTopics({ topics: [from, to] });
  await admin.disconnect();
  console.log('kafkajs transactions: PASSED');
}

main().catch((error) => {
  console.error('kafkajs transactions: FAILED', error);
  process.exit(1);
});
