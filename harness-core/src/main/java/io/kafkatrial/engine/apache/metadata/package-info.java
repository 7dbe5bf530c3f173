/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the harness sees of a running cluster from outside. {@link io.kafkatrial.engine.apache.metadata.MetadataTail}
 * reads the controllers' log as Kafka's own brokers do, so that leaders, in-sync sets and epochs are those that were
 * committed, each change once and in order. {@link io.kafkatrial.engine.apache.metadata.AdminDoor} and
 * {@link io.kafkatrial.engine.apache.metadata.AdminActs} are what an administrator can do,
 * {@link io.kafkatrial.engine.apache.metadata.LogTail} reads what groups and transactions write down. The only package of this engine that knows Kafka's types, those in our jar, not the brokers'.
 */
@NullMarked
package io.kafkatrial.engine.apache.metadata;

import org.jspecify.annotations.NullMarked;
