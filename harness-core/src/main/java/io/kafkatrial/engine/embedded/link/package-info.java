/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The one table of link faults, and the transport between brokers and controllers that obeys it.
 */
@NullMarked
package io.kafkatrial.engine.embedded.link;

import org.jspecify.annotations.NullMarked;
