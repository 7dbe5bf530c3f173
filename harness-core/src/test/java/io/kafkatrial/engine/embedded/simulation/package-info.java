/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The data plane under a seeded scheduler with virtual time: brokers, a model of the controller, a
 * network, clients and faults, invariants after every event, convergence after healing.
 */
@NullMarked
package io.kafkatrial.engine.embedded.simulation;

import org.jspecify.annotations.NullMarked;
