/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Collection;

/** Every message about rules in the code of the application under test. */
public final class ApplicationComplaints {

    private static final String HOW = "start the JVM of the tests with -javaagent:PATH/kafka-trial-core.jar. With Maven"
            + " the goal kafka-trial:prepare-agent does it; by hand it is <argLine>-javaagent:${io.kafkatrial:"
            + "kafka-trial-core:jar}</argLine> in surefire, with dependency:properties (docs/code-faults.md)";

    private ApplicationComplaints() {}

    /** How to get the agent, for a sentence that says what is not possible. */
    public static String howToInstall() {
        return "the agent is not installed, and it cannot be attached later (JEP 451); " + HOW + ".";
    }

    /** There is no agent. */
    public static TrialException noAgent() {
        return new TrialException("nothing can be done in the code of the application: " + howToInstall());
    }

    /** Byteman is there, and unlike the one that is known. */
    public static TrialException unusable(Throwable cause) {
        return new TrialException(
                "nothing can be done in the code of the application: Byteman cannot be used: " + cause
                        + ". Take version 4.0.27, or leave yours out: the harness finds one.",
                cause);
    }

    /** Byteman refuses a rule. */
    public static TrialException refused(String rule, String why) {
        return new TrialException("Byteman refuses rule " + rule + ": " + why.strip()
                + ". Correct the rule; what its language knows is in Byteman's guide for programmers.");
    }

    /** A class, a method or a line that is not there; {@code what} names it. */
    public static TrialException unknown(String where, String what, Collection<String> nearest) {
        return new TrialException("point " + where + " does not exist: there is no " + what
                + (nearest.isEmpty() ? "" : "; the nearest known are " + String.join(", ", nearest))
                + ". Correct the name; a class is meant by its full name, or its simple one where that is enough.");
    }

    /** A simple name that several classes have. */
    public static TrialException ambiguous(String where, Collection<String> classes) {
        return new TrialException("point " + where + " is not clear: that name have " + String.join(" and ", classes)
                + ". Write the full name.");
    }

    /** A class where no rule works. */
    public static TrialException outOfReach(String where) {
        return new TrialException("point " + where + " is out of reach: classes of Java itself cannot call what a rule"
                + " does. Take a point of the application, or of a library, that calls it (at = INVOKE).");
    }

    /** An exception that the method cannot throw, a value it cannot return: {@code why}. */
    public static TrialException impossible(String where, String why) {
        return new TrialException("the rule at " + where + " is not possible: " + why + ".");
    }

    /** A raw rule that is none. */
    public static TrialException notARule(String firstLine, String missing) {
        return new TrialException("rule '" + firstLine + "' is no rule of Byteman's: it has no " + missing
                + ". Write RULE, CLASS, METHOD, IF, DO and ENDRULE, each on a line of its own.");
    }
}
