/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The side of the process that runs the cluster.
 *
 * <p>{@link io.kafkatrial.control.host.ControlHost} lets processes in; each has a {@code Session}, which does what it asks
 * and undoes all of it when the connection ends, however it ends. What a session does adds to what others do, and to the
 * faults of this process: links are held by the ledger all share. What is told goes through an {@code Outbox}, so that no
 * broker ever waits for an attached process.
 */
@NullMarked
package io.kafkatrial.control.host;

import org.jspecify.annotations.NullMarked;
