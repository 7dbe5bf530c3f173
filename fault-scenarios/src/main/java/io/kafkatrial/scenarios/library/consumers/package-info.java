/* SPDX-License-Identifier: Apache-2.0 */
/** The chapter on who gets which record, and how often. */
@NullMarked
package io.kafkatrial.scenarios.library.consumers;

import org.jspecify.annotations.NullMarked;
