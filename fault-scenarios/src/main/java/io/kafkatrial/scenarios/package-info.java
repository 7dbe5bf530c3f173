/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Trials outside of any test framework, and the library of scenarios.
 *
 * <p>A {@link io.kafkatrial.scenarios.Trial} is one workload on one cluster with one plan of faults, from
 * the first send to the final read. A {@link io.kafkatrial.scenarios.Scenario} is a page of a textbook that
 * runs: what goes wrong with which configuration under which fault, and the verdict it declares. The
 * {@link io.kafkatrial.scenarios.ScenarioRunner} runs pages and compares.
 */
@NullMarked
package io.kafkatrial.scenarios;

import org.jspecify.annotations.NullMarked;
