/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The transport between brokers and controllers, which obeys the table of link faults.
 */
@NullMarked
package io.kafkatrial.engine.embedded.link;

import org.jspecify.annotations.NullMarked;
