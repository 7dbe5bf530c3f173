/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The port every engine implements and every fault pulls.
 *
 * <p>A {@link io.kafkatrial.engine.ClusterSpec} describes the cluster, an
 * {@link io.kafkatrial.engine.Engine} starts it, the {@link io.kafkatrial.engine.RunningCluster} tells
 * what it sees and offers {@link io.kafkatrial.engine.Lever}s. Nothing here knows which engine runs.
 */
@NullMarked
package io.kafkatrial.engine;

import org.jspecify.annotations.NullMarked;
