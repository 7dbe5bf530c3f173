/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The side of a process that is attached: {@link io.kafkatrial.control.attached.AttachedCluster} is a
 * {@link io.kafkatrial.engine.RunningCluster} like that of any engine, and asks the process of the cluster over its
 * {@code Connection} for everything. Plans run here, beside the clients and the code they may be about; their levers are
 * pulled there.
 */
@NullMarked
package io.kafkatrial.control.attached;

import org.jspecify.annotations.NullMarked;
