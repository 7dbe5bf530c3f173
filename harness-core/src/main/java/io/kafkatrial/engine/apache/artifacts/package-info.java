/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Finds the jars of a version of Apache Kafka as Maven would: from the user's local repository if they are there, else
 * from where the user's settings say. Start at {@link io.kafkatrial.engine.apache.artifacts.KafkaArtifacts}. The only
 * package that knows Maven's libraries.
 */
@NullMarked
package io.kafkatrial.engine.apache.artifacts;

import org.jspecify.annotations.NullMarked;
