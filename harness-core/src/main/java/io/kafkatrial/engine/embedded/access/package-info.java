/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Who may do what. {@link io.kafkatrial.engine.embedded.access.Rules} is Apache Kafka's authorizer on the rules of the
 * metadata; {@link io.kafkatrial.engine.embedded.access.Watch} is the one table of what a request of each API key
 * needs, and stands in front of the handlers. Nothing here is loaded without an authorizer.
 *
 * <p>A guard takes out of a request what its client may not touch, lets the handler answer the rest, and adds the
 * refusals to the answer, so that handlers know nothing of all this.
 */
@NullMarked
package io.kafkatrial.engine.embedded.access;

import org.jspecify.annotations.NullMarked;
