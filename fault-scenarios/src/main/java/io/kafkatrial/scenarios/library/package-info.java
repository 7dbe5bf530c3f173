/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The library of scenarios: a package for each chapter, a class for each scenario, package-private, without state.
 *
 * <p>Both halves of a scenario are made by one method that takes what differs; the fault is the same. A fault hangs on an
 * event (acknowledgements, a request, another fault), never on time, so that a run takes as long as Kafka needs and no
 * longer.
 */
@NullMarked
package io.kafkatrial.scenarios.library;

import org.jspecify.annotations.NullMarked;
