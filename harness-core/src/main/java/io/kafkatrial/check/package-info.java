/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pure functions from a history to a verdict.
 *
 * <p>Looks at {@code history} only. A checker has no clock, no thread and no cluster: given the same
 * history it gives the same verdict.
 */
@NullMarked
package io.kafkatrial.check;

import org.jspecify.annotations.NullMarked;
