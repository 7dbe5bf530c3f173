/* SPDX-License-Identifier: Apache-2.0 */
/** Finds scenarios of a user's own: by class name, as services of the class path, and in files. */
@NullMarked
package io.kafkatrial.scenarios.own;

import org.jspecify.annotations.NullMarked;
