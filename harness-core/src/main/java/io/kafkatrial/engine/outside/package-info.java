/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the engines have in common whose nodes are processes of their own, with Apache Kafka's own brokers in them: what
 * such nodes are configured with, what is known of them from outside, and their traffic through the proxy. It does not
 * matter here how a process is started or killed: that is each engine's.
 *
 * <p>{@link io.kafkatrial.engine.outside.Traffic} has the doors and the faults on what passes them,
 * {@link io.kafkatrial.engine.outside.Outlook} what is known of the cluster, and
 * {@link io.kafkatrial.engine.outside.Watched} follows and administers it.
 */
@NullMarked
package io.kafkatrial.engine.outside;

import org.jspecify.annotations.NullMarked;
