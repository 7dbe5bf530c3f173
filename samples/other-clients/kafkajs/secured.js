// SPDX-License-Identifier: Apache-2.0
// Logs in by SCRAM over TLS, writes and reads what alice may, and is refused what she may not.
// Usage: BOOTSTRAP=127.0.0.1:19092 CA=ca.pem node secured.js, with the cluster of secured.sh
const assert = require('node:assert');
const fs = require('node:fs');
const { Kafka, logLevel } = require('kafkajs');

const brokers = process.env.BOOTSTRAP.split(',');
const ca = [fs.readFileSync(process.env.CA, 'utf8')];

function client(password) {
  return new Kafka({
    clientId: 'secured-js',
    brokers,
    ssl: { ca },
    sasl: { mechanism: 'scram-sha-512', username: 'alice', password },
    logLevel: logLevel.NOTHING,
    retry: { retries: 2 },
  });
}

async function main() {
  const kafka = client('wonder');
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic: 'orders', acks: -1, messages: [{ key: 'js', value: 'from kafkajs' }] });
  await assert.rejects(producer.send({ topic: 'audit', messages: [{ value: 'no' }] }), /[Aa]uthoriz/);
  await producer.disconnect();

  const consumer = kafka.consumer({ groupId: 'billing' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  const seen = new Promise((resolve) => {
    consumer.run({
      eachMessage: async ({ message }) => {
        if (message.value.toString() === 'from kafkajs') {
          resolve();
        }
      },
    });
  });
  await seen;
  await consumer.disconnect();

  const stranger = client('wrong').admin();
  await assert.rejects(stranger.connect(), /[Aa]uthentication/);
  await stranger.disconnect();
  console.log('secured kafkajs: PASSED');
}

main().catch((failure) => {
  console.error('secured kafkajs: FAILED', failure);
  process.exit(1);
});
