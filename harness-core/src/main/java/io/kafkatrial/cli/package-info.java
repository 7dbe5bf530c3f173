/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line of the core artifact: a cluster in the foreground, for any client in any language.
 *
 * <p>{@link io.kafkatrial.cli.Main} is the main class of the jar; the Maven plugin starts its forked
 * cluster by the same command. Looks at the façade and the ports only.
 */
@NullMarked
package io.kafkatrial.cli;

import org.jspecify.annotations.NullMarked;
