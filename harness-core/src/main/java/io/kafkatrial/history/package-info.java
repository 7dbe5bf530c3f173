/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The append-only record of what clients asked for and what they were told.
 *
 * <p>Depends on nothing. Recorders write it, checkers read it, reports draw it.
 */
@NullMarked
package io.kafkatrial.history;

import org.jspecify.annotations.NullMarked;
