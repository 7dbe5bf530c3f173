/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Rules in the code of the application under test, in this JVM.
 *
 * <p>The core jar is a Java agent: {@link io.kafkatrial.agent.Agent} keeps the instrumentation the JVM gives it and does
 * nothing else, so that a test run pays nothing before the first rule. {@link io.kafkatrial.agent.AgentCode} is what
 * faults use: it checks a rule against the classes there are ({@code Places}), writes it in Byteman's language
 * ({@code Script}), and hands it to Byteman ({@code Byteman}), which is reached by reflection, because it is found, or
 * fetched, at run time. Code with a rule in it calls {@link io.kafkatrial.agent.Passage}.
 */
@NullMarked
package io.kafkatrial.agent;

import org.jspecify.annotations.NullMarked;
