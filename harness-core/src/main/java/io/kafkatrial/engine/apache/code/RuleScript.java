/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.code;

import io.kafkatrial.engine.CodeRule;
import java.util.List;

/** Writes a rule in Byteman's language; what it calls is our class in the node's process. Stateless. */
public final class RuleScript {

    private RuleScript() {}

    /**
     * The text of a rule.
     *
     * @param helper the name of the class with what the rule calls
     * @param tally the path of the file that has a byte for every time the rule acted
     */
    public static String of(CodeRule rule, List<CodePlace> places, String helper, String tally) {
        StringBuilder script = new StringBuilder();
        String file = quoted(tally);
        for (int index = 0; index < places.size(); index++) {
            CodePlace place = places.get(index);
            script.append("RULE ").append(name(rule, index)).append('\n');
            script.append("CLASS ").append(place.type()).append('\n');
            script.append("METHOD ").append(place.method()).append('\n');
            script.append("HELPER ").append(helper).append('\n');
            script.append("AT ").append(place.where()).append('\n');
            script.append("IF ");
            place.filter().ifPresent(filter -> script.append("says($")
                    .append(filter.argument())
                    .append(", ")
                    .append(quoted(filter.pattern()))
                    .append(") && "));
            script.append("isDue(" + file + ", " + rule.skip() + ", " + rule.times() + ")\n");
            script.append("DO ").append(act(rule, file)).append("\nENDRULE\n");
        }
        return script.toString();
    }

    /**
     * The text of a rule that makes a clock wrong: at places where a method returns the time in milliseconds.
     *
     * @param tally the path of the file without which the clock is right
     */
    public static String clock(String name, List<CodePlace> places, String helper, String tally, long byMs) {
        StringBuilder script = new StringBuilder();
        for (CodePlace place : places) {
            script.append("RULE ").append(name).append('\n');
            script.append("CLASS ").append(place.type()).append('\n');
            script.append("METHOD ").append(place.method()).append('\n');
            script.append("HELPER ").append(helper).append('\n');
            script.append("AT ").append(place.where()).append('\n');
            script.append("IF TRUE\nDO RETURN skewed(" + quoted(tally) + ", $!, \"" + byMs + "\")\nENDRULE\n");
        }
        return script.toString();
    }

    private static String name(CodeRule rule, int index) {
        return rule.name().replaceAll("\\s+", " ") + " /" + index;
    }

    private static String act(CodeRule rule, String file) {
        if (rule.act() instanceof CodeRule.Act.Delay delay) {
            return "delay(" + file + ", " + delay.time().toMillis() + ")";
        }
        if (rule.act() instanceof CodeRule.Act.Fail fail) {
            return "THROW new " + fail.exception() + "(\"Kafka Trial: "
                    + rule.point().replace('"', ' ') + "\")";
        }
        return rule.act() instanceof CodeRule.Act.Halt ? "halt()" : "NOTHING";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
