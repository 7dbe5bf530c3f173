/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a run of many scenarios leaves on disk: a directory for each run worth it, an index, a summary in Markdown, results
 * in JSON and in JUnit's XML. Knows the results ({@code io.kafkatrial.scenarios.run}) and the core's reports, runs nothing.
 */
@NullMarked
package io.kafkatrial.scenarios.files;

import org.jspecify.annotations.NullMarked;
