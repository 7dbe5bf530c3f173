/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Chaos without JUnit: {@link io.kafkatrial.scenarios.chaos.ChaosRunner} runs what {@link io.kafkatrial.chaos.Search}
 * asks for, each run on a cluster of its own, several at a time. What is run is a
 * {@link io.kafkatrial.scenarios.chaos.ChaosTest}; {@link io.kafkatrial.scenarios.chaos.Orders} is the usual one.
 */
@NullMarked
package io.kafkatrial.scenarios.chaos;

import org.jspecify.annotations.NullMarked;
