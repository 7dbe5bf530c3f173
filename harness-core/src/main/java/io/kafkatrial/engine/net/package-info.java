/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the embedded brokers' door and the proxy before real brokers have in common: network threads,
 * held ports, and the {@link io.kafkatrial.engine.net.Way} on which traffic meets link faults.
 */
@NullMarked
package io.kafkatrial.engine.net;

import org.jspecify.annotations.NullMarked;
