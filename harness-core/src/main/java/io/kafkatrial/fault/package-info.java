/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Faults as values: what to break ({@code Fault}), whom ({@code Target}), when ({@code Trigger}), and the evidence that it bit ({@code Bite}).
 *
 * <p>Looks at {@code engine} only, and at {@code engine.wire} for the names of requests and errors: engines own levers,
 * faults pull them.
 */
@NullMarked
package io.kafkatrial.fault;

import org.jspecify.annotations.NullMarked;
