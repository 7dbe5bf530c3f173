/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The replicated log in memory: segments, leader epochs, producer state, and the disk that outlives a crash.
 */
@NullMarked
package io.kafkatrial.engine.embedded.log;

import org.jspecify.annotations.NullMarked;
