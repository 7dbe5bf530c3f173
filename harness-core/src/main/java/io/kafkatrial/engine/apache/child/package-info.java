/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What of ours runs inside a broker's JVM: one class, which looks at nothing but the JDK. The engine copies it into a
 * small jar of its own; no other class of the harness is ever on a broker's class path.
 */
@NullMarked
package io.kafkatrial.engine.apache.child;

import org.jspecify.annotations.NullMarked;
