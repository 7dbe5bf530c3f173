/* SPDX-License-Identifier: Apache-2.0 */
/** How many chaotic runs fit into a minute. */
@NullMarked
package io.kafkatrial.benchmarks;

import org.jspecify.annotations.NullMarked;
