/* SPDX-License-Identifier: Apache-2.0 */
/** The chapter on what transactions promise, and what they do not. */
@NullMarked
package io.kafkatrial.scenarios.library.transactions;

import org.jspecify.annotations.NullMarked;
