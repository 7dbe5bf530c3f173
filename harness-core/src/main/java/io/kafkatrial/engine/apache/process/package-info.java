/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Child JVMs as the operating system sees them: started, signalled, waited for, and never left behind. Start at
 * {@link io.kafkatrial.engine.apache.process.NodeProcess}. Knows nothing of Kafka but the name of its main class.
 */
@NullMarked
package io.kafkatrial.engine.apache.process;

import org.jspecify.annotations.NullMarked;
