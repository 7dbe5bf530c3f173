/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Points of Kafka's code: {@link io.kafkatrial.engine.apache.code.CodePoints} knows where a named point is in a version
 * and whether a class and a method exist, {@link io.kafkatrial.engine.apache.code.RuleScript} says in Byteman's language
 * what shall happen there, {@link io.kafkatrial.engine.apache.code.AgentPort} tells the agent in a node's process.
 */
@NullMarked
package io.kafkatrial.engine.apache.code;

import org.jspecify.annotations.NullMarked;
