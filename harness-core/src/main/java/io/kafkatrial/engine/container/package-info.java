/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The engine that runs images of Apache Kafka, and what is compatible with them, each node a container. Start at
 * {@link io.kafkatrial.engine.container.ContainerEngine}.
 *
 * <p>{@code Startup} makes a network and one container with a volume for each node, and starts all at the same time;
 * {@code Containers} pulls the levers of processes; {@code Doors} has the proxy's doors, which nodes find by their names.
 * Docker itself is behind {@link io.kafkatrial.engine.container.docker.Docker}.
 */
@NullMarked
package io.kafkatrial.engine.container;

import org.jspecify.annotations.NullMarked;
