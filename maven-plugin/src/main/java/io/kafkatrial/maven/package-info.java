/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Goals that run a cluster around a Maven build.
 *
 * <p>Read from the outside in: a goal ({@link io.kafkatrial.maven.StartMojo}, {@link io.kafkatrial.maven.StopMojo},
 * {@link io.kafkatrial.maven.RunMojo}) collects its parameters; {@code ServerCommand} turns them into a command
 * line; {@code ForkedServer} is the child process on its leash; {@code Clusters} remembers which execution started
 * which server; {@code Handover} tells the tests where the cluster is. All messages are in {@code Complaints}.
 */
@NullMarked
package io.kafkatrial.maven;

import org.jspecify.annotations.NullMarked;
