/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the harness's insides say: kept for the report of a failed test, silent on the console.
 *
 * <p>Names no type of a logging library. {@code engine.embedded.slf4j} leads what Apache Kafka, Netty and
 * the harness log to here; see docs/adr/0005.
 */
@NullMarked
package io.kafkatrial.logging;

import org.jspecify.annotations.NullMarked;
