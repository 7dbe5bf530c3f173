/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Renders a verdict: text for the test failure, HTML for the timeline, JSON for tools. Pure.
 */
@NullMarked
package io.kafkatrial.report;

import org.jspecify.annotations.NullMarked;
