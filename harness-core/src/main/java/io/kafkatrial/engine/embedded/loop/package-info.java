/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One thread for each broker, its timers and its clock. Looks at nothing else.
 */
@NullMarked
package io.kafkatrial.engine.embedded.loop;

import org.jspecify.annotations.NullMarked;
