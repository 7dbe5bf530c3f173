/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Leads what the libraries inside the core jar log to {@link io.kafkatrial.logging.InternalLog}.
 *
 * <p>The packaged jar has an SLF4J of its own, relocated, and this package is moved to where that one looks
 * for its backend ({@code …slf4j.impl}); nothing else refers to it. See docs/adr/0005.
 */
@NullMarked
package io.kafkatrial.engine.embedded.slf4j;

import org.jspecify.annotations.NullMarked;
