/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The engine that runs Apache Kafka itself, any version from 3.7 on: every node a JVM of its own. Start at
 * {@link io.kafkatrial.engine.apache.ApacheEngine}.
 *
 * <p>A version is prepared once ({@code Installation}): its class path, the feature levels of a new cluster, an
 * archive of classes. {@code Startup} formats the nodes' directories by writing two files each, and starts all JVMs
 * at the same time. {@code ApacheCluster} then knows what goes on by reading the controllers' log, and pulls levers
 * by signals ({@code Processes}), by what it does to a dead node's files ({@code Disks}), and by the proxy that all
 * connections go through but the harness's own ({@code Doors}, {@code Neighbourhood}).
 */
@NullMarked
package io.kafkatrial.engine.apache;

import org.jspecify.annotations.NullMarked;
