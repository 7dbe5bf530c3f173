/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Annotations that put a JUnit test on trial.
 *
 * <p><b>Shape</b>: {@link io.kafkatrial.junit.KafkaCluster}, {@link io.kafkatrial.junit.Topic},
 * {@link io.kafkatrial.junit.BrokerConfig}. <b>Faults</b>: {@link io.kafkatrial.junit.CrashBroker},
 * {@link io.kafkatrial.junit.NetworkPartition}, {@link io.kafkatrial.junit.NetworkDelay}, and of single requests
 * {@link io.kafkatrial.junit.DropRequest}, {@link io.kafkatrial.junit.DropResponse},
 * {@link io.kafkatrial.junit.HoldRequest}, {@link io.kafkatrial.junit.HoldResponse},
 * {@link io.kafkatrial.junit.DuplicateRequest}, {@link io.kafkatrial.junit.FailRequest},
 * {@link io.kafkatrial.junit.StaleMetadata}, each with a {@link io.kafkatrial.junit.When}. <b>Claim</b>: {@link io.kafkatrial.junit.Delivers}. <b>Injection</b>
 * by type: {@link io.kafkatrial.junit.FromCluster}, {@link io.kafkatrial.junit.BootstrapServers},
 * {@link io.kafkatrial.junit.ClientProperties},
 * {@link io.kafkatrial.junit.ClientConfig}. What they do together is told at {@code @KafkaCluster}.
 *
 * <p><b>Scenarios</b>: {@link io.kafkatrial.junit.Scenario} runs those of the library and one's own. It is here and not in
 * the library's module: whoever has these annotations has the library too, as the recording clients are part of it, and the
 * library on its own needs no JUnit.
 *
 * <p>Compiled against JUnit 5.14 and run on 5.12 to 6.1: only API that all of them have is used.
 */
@NullMarked
package io.kafkatrial.junit;

import org.jspecify.annotations.NullMarked;
