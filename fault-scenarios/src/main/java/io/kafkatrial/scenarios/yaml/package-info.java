/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Scenarios in files: {@link io.kafkatrial.scenarios.yaml.ScenarioFile} is the document, from whose records the form and the
 * schema are derived, {@link io.kafkatrial.scenarios.yaml.Step} what a workload is made of; {@code FileScenario} makes a
 * scenario of it, and {@code Workbench} does the work.
 */
@NullMarked
package io.kafkatrial.scenarios.yaml;

import org.jspecify.annotations.NullMarked;
