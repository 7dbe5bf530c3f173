/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Leader and follower as a step function: no thread, socket, clock or randomness of its own.
 */
@NullMarked
package io.kafkatrial.engine.embedded.replication;

import org.jspecify.annotations.NullMarked;
