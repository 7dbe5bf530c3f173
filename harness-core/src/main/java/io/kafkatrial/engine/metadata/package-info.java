/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the harness sees of a running cluster from outside. {@link io.kafkatrial.engine.metadata.MetadataTail}
 * reads the controllers' log as Kafka's own brokers do, so that leaders, in-sync sets and epochs are those that were
 * committed, each change once and in order. {@link io.kafkatrial.engine.metadata.AdminDoor} and
 * {@link io.kafkatrial.engine.metadata.AdminActs} are what an administrator can do,
 * {@link io.kafkatrial.engine.metadata.LogTail} reads what groups and transactions write down. The only package for engines of real processes that knows Kafka's types, those in our jar, not the brokers'.
 */
@NullMarked
package io.kafkatrial.engine.metadata;

import org.jspecify.annotations.NullMarked;
