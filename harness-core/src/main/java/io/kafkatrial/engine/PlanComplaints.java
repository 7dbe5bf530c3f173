/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** Every message about plans of faults: what cannot work together, and what they need that is not there. */
public final class PlanComplaints {

    private PlanComplaints() {}

    /** Faults of clients, and nobody who knows the clients; {@code who} needs them. */
    public static TrialException noStage(String who) {
        return new TrialException(who + " is not possible: nobody here knows the clients of the application. Let the"
                + " harness make them (parameters of the test, Trial.clients()), or register yours with"
                + " Cluster.stage(..).");
    }

    /** The one who knows the clients cannot do it. */
    public static TrialException stageCannot(String fault, String why) {
        return new TrialException("fault " + fault + " is not possible: " + why
                + ". Use a client the harness made, and name it as it is named there.");
    }

    /** Faults in the code of the application, and no agent; {@code who} needs it, {@code how} says how to get it. */
    public static TrialException noApplicationCode(String who, String how) {
        return new TrialException(who + " is not possible: nothing in this JVM can reach the code of the application"
                + (how.isEmpty()
                        ? ". Install the agent: kafka-trial:prepare-agent of the Maven plugin, or -javaagent by hand."
                        : ": " + how));
    }
}
