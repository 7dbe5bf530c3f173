/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Clients that write down what they were asked and what they were told.
 *
 * <p>They wrap the user's own kafka-clients, 3.6 or newer, by {@link java.lang.reflect.Proxy} over the
 * interfaces {@code Producer} and {@code Consumer}: methods that one version has and another has not
 * pass through untouched. Every send gets a mark in a record header; the recording consumer reads it
 * and takes it off, so the application never sees it. All of them write through one
 * {@link io.kafkatrial.scenarios.recording.Trail}.
 */
@NullMarked
package io.kafkatrial.scenarios.recording;

import org.jspecify.annotations.NullMarked;
