/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Netty at the door: frames, one request in flight for each connection, link faults for clients.
 */
@NullMarked
package io.kafkatrial.engine.embedded.net;

import org.jspecify.annotations.NullMarked;
