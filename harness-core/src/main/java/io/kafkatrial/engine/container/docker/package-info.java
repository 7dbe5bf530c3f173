/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Docker as the container engine wants it: {@link io.kafkatrial.engine.container.docker.Docker}. The only package that
 * knows Testcontainers, which finds the Docker engine, and its client. {@code Caretaker} runs in a process of its own and
 * knows nothing but the JDK.
 */
@NullMarked
package io.kafkatrial.engine.container.docker;

import org.jspecify.annotations.NullMarked;
