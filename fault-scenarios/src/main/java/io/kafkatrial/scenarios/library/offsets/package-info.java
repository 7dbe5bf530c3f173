/* SPDX-License-Identifier: Apache-2.0 */
/** The chapter on what a group remembers, and what it forgets. */
@NullMarked
package io.kafkatrial.scenarios.library.offsets;

import org.jspecify.annotations.NullMarked;
