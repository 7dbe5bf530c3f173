/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What class files say about points of their code, for rules in brokers' processes and in the application's:
 * {@link io.kafkatrial.engine.code.ClassOutline} has the methods of a class and their lines, without loading it.
 */
@NullMarked
package io.kafkatrial.engine.code;

import org.jspecify.annotations.NullMarked;
