/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The façade: start a cluster, break it, and ask what became of the records.
 *
 * <p>{@link io.kafkatrial.Cluster} is the front door without JUnit. It looks at the ports only
 * ({@code engine}, {@code fault}, {@code history}, {@code check}, {@code report}) and finds the engine
 * that runs the cluster through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.kafkatrial;

import org.jspecify.annotations.NullMarked;
