/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.Optional;

/**
 * The code of the application under test, in this JVM, as far as faults can reach it; present when the agent is
 * installed. Found with {@link java.util.ServiceLoader}. Rules work for the whole JVM, whatever cluster the code talks
 * to.
 */
public interface ApplicationCode {

    /** Why nothing can be done here, with how to install what is missing; empty if something can. */
    Optional<String> missing();

    /**
     * Complain of a rule that can never work, before anything fires.
     *
     * @throws io.kafkatrial.engine.TrialException with the nearest name there is
     */
    void check(ApplicationRule rule);

    /**
     * Put a rule into the code from now on, until it is undone.
     *
     * @param name of the fault, unlike that of every other rule at work
     * @param acted run each time the rule has acted, on the thread it acted on
     * @throws io.kafkatrial.engine.TrialException if the agent refuses it
     */
    Ongoing put(String name, ApplicationRule rule, Runnable acted);
}
