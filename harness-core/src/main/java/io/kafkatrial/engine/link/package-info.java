/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The one table of link faults, whatever engine carries the traffic: {@link io.kafkatrial.engine.link.Links}
 * by direction, {@link io.kafkatrial.engine.link.Link} for the traffic of one.
 */
@NullMarked
package io.kafkatrial.engine.link;

import org.jspecify.annotations.NullMarked;
