/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The scenarios: one class, one page. Each says what goes wrong with which configuration under which
 * fault, declares the verdict, and can be run.
 */
@NullMarked
package io.kafkatrial.scenarios.library;

import org.jspecify.annotations.NullMarked;
