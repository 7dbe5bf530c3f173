// SPDX-License-Identifier: Apache-2.0
// librdkafka from JavaScript: creates a topic, writes transactions that commit and abort, reads them as a
// group of two by read_committed, lets one leave, and checks what the other sees and where the group stands.
// Usage: BOOTSTRAP=127.0.0.1:19092,127.0.0.1:19093 node orders.js
const assert = require('node:assert');
const rdkafka = require('node-rdkafka');

const bootstrap = process.env.BOOTSTRAP || '127.0.0.1:19092';
const topic = `orders-rdkafka-${process.pid}`;
const PARTITIONS = 4;
const RECORDS = 200;
const DEADLINE_MS = 60_000;
const common = { 'metadata.broker.list': bootstrap, 'client.id': 'orders-rdkafka' };

/** A callback's function as a promise. */
const call = (object, method, ...args) =>
  new Promise((resolve, reject) => {
    object[method](...args, (error, result) => (error ? reject(error) : resolve(result)));
  });

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

async function write() {
  const producer = new rdkafka.Producer({ ...common, 'transactional.id': `${topic}-writer`, dr_cb: true });
  let delivered = 0;
  producer.on('delivery-report', (error) => {
    delivered += error ? 0 : 1;
  });
  await call(producer, 'connect', {});
  producer.setPollInterval(20);
  await call(producer, 'initTransactions', DEADLINE_MS);
  for (const outcome of ['abortTransaction', 'commitTransaction']) {
    await call(producer, 'beginTransaction');
    for (let i = 0; i < RECORDS; i++) {
      producer.produce(topic, i % PARTITIONS, Buffer.from(`${outcome} ${i}`), `customer-${i % 20}`);
    }
    await call(producer, 'flush', DEADLINE_MS);
    await call(producer, outcome, DEADLINE_MS);
  }
  assert.ok(delivered >= RECORDS, `${delivered} delivered`);
  console.log(`${RECORDS} records aborted, ${RECORDS} committed`);
  return producer;
}

function consumer(name, seen, owned) {
  const config = {
    ...common,
    'group.id': `${topic}-group`,
    'isolation.level': 'read_committed',
    'session.timeout.ms': 10_000,
    'enable.auto.commit': false,
    rebalance_cb: function rebalance(event, partitions) {
      if (event.code === rdkafka.CODES.ERRORS.ERR__ASSIGN_PARTITIONS) {
        owned.set(name, partitions.length);
        this.assign(partitions);
      } else {
        owned.set(name, 0);
        this.unassign();
      }
    },
  };
  const one = new rdkafka.KafkaConsumer(config, { 'auto.offset.reset': 'earliest' });
  one.on('data', (record) => {
    seen.push(record.value.toString());
    one.commitMessageSync(record);
  });
  return call(one, 'connect', {}).then(() => {
    one.subscribe([topic]);
    one.consume();
    return one;
  });
}

async function main() {
  const admin = rdkafka.AdminClient.create(common);
  await call(admin, 'createTopic', { topic, num_partitions: PARTITIONS, replication_factor: 3 });
  const producer = await write();

  const seen = [];
  const owned = new Map();
  const [one, two] = await Promise.all([consumer('one', seen, owned), consumer('two', seen, owned)]);
  await eventually('two members with two partitions each', () => owned.get('one') === 2 && owned.get('two') === 2);
  await eventually('all committed records read', () => new Set(seen).size === RECORDS);
  assert.ok(seen.every((value) => value.startsWith('commitTransaction')), 'no aborted record is read');
  console.log('read what is committed, and only that, with two consumers');

  await call(two, 'disconnect');
  await eventually('the one that is left has four partitions', () => owned.get('one') === PARTITIONS);
  const offsets = await call(one, 'committed', [...Array(PARTITIONS).keys()].map((partition) => ({ topic, partition })), DEADLINE_MS);
  assert.ok(offsets.every(({ offset }) => offset > RECORDS / PARTITIONS), 'offsets lie behind the aborted records');
  console.log('one consumer left, the other took its partitions over; offsets are committed');

  await call(one, 'disconnect');
  await call(producer, 'disconnect');
  await call(admin, 'deleteTopic', topic);
  admin.disconnect();
  console.log(`node-rdkafka (librdkafka ${rdkafka.librdkafkaVersion}): PASSED`);
  process.exit(0);
}

main().catch((error) => {
  console.error('node-rdkafka: FAILED', error);
  process.exit(1);
});
