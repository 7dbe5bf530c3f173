// SPDX-License-Identifier: Apache-2.0
// Writes orders as Avro records, or reads those that another language wrote; each is a function of its number.
// Usage: BOOTSTRAP=127.0.0.1:19092 node orders.js write|read TOPIC
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const avro = require('avsc');
const { Kafka, logLevel } = require('kafkajs');

const [, , task, topic] = process.argv;
const brokers = (process.env.BOOTSTRAP || '127.0.0.1:19092').split(',');
const kafka = new Kafka({ clientId: 'avro-js', brokers, logLevel: logLevel.NOTHING });
const Order = avro.Type.forSchema(JSON.parse(fs.readFileSync(path.join(__dirname, 'order.avsc'), 'utf8')));
const ORDERS = 100;

const order = (n) => ({
  id: n * 1_000_000_007,
  customer: `Zoë-${n % 7}`,
  state: ['PLACED', 'PAID', 'SHIPPED'][n % 3],
  note: n % 2 === 0 ? null : `note ${n}`,
  lines: [...Array(n % 4).keys()].map((i) => ({ article: `article-${i}`, price: n + i / 4 })),
  seal: Buffer.from([n, 255 - n, 0, 127]),
});

async function write() {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const messages = [...Array(ORDERS).keys()].map((n) => ({ key: `${n}`, value: Order.toBuffer(order(n)) }));
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

async function read() {
  const found = new Map();
  const consumer = kafka.consumer({ groupId: `${topic}-js`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${found.size} of ${ORDERS} orders in 60 s`)), 60_000).unref();
    consumer.run({
      eachMessage: async ({ message }) => {
        found.set(Number(message.key.toString()), message.value);
        if (found.size === ORDERS) resolve();
      },
    }).catch(reject);
  });
  await consumer.disconnect();
  for (let n = 0; n < ORDERS; n++) {
    assert.strictEqual(Order.compare(Order.fromBuffer(found.get(n)), order(n)), 0, `order ${n}`);
  }
}

(task === 'write' ? write() : read()).then(
  () => console.log(`avsc: ${task} ${ORDERS} orders`),
  (error) => {
    console.error('avsc: FAILED', error);
    process.exit(1);
  },
);
