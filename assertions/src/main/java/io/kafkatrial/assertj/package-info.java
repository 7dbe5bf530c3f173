/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Assertions for AssertJ. {@link io.kafkatrial.assertj.KafkaAssertions} is the way in.
 *
 * <p>The state of a cluster comes late: a leader is elected, a group settles, an in-sync set fills. So every
 * assertion about a cluster, a partition, a topic or a group waits until it is true, and fails only if it is not
 * within a bound ({@link io.kafkatrial.assertj.Patient}); the message then tells what it was meanwhile. A history is
 * finished, nothing is waited for.
 *
 * <p>Start reading at {@code Patience}, which waits, and {@code PartitionAssert}, the plainest user of it. What the
 * harness knows by itself (leaders, in-sync sets) comes from the committed metadata and does not depend on the
 * network's faults; what only a client can ask (offsets, groups, configs) is asked by an {@code Admin}, see
 * {@code Question}.
 */
@NullMarked
package io.kafkatrial.assertj;

import org.jspecify.annotations.NullMarked;
