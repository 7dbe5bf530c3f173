// SPDX-License-Identifier: Apache-2.0
// An ordinary application: sends orders, and a group of two reads them all. Knows nothing of tests.
// Usage: BOOTSTRAP=127.0.0.1:19092 TOPIC=orders node shop.js
const { Kafka, logLevel } = require('kafkajs');

const brokers = (process.env.BOOTSTRAP || '127.0.0.1:19092').split(',');
const topic = process.env.TOPIC || 'orders';
const RECORDS = 300;

async function main() {
  const seen = new Set();
  const readers = [];
  for (let i = 0; i < 2; i++) {
    const reader = new Kafka({ clientId: `desk-${i}`, brokers, logLevel: logLevel.NOTHING }).consumer({ groupId: 'desk' });
    await reader.connect();
    await reader.subscribe({ topics: [topic], fromBeginning: true });
    await reader.run({ eachMessage: async ({ message }) => { seen.add(message.value.toString()); } });
    readers.push(reader);
  }
  const shop = new Kafka({ clientId: 'shop', brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } }).producer();
  await shop.connect();
  for (let i = 0; i < RECORDS; i++) {
    await shop.send({ topic, acks: -1, messages: [{ key: `customer-${i % 20}`, value: `order ${i}` }] });
  }
  const deadline = Date.now() + 60_000;
  while (seen.size < RECORDS && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await shop.disconnect();
  await Promise.all(readers.map((reader) => reader.disconnect()));
  console.log(`sent ${RECORDS}, read ${seen.size}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
