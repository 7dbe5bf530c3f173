/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.ApplicationRule.Act;
import io.kafkatrial.fault.ApplicationRule.Where;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a rule in Byteman's language. Stateless. */
final class Script {

    private static final Pattern NAME = Pattern.compile("(?m)^\\s*RULE\\s+(.+)$");
    private static final Pattern ACTION = Pattern.compile("(?m)^\\s*DO\\b\\s*");

    private Script() {}

    /**
     * The text of a rule at a method.
     *
     * @param id its name, unlike that of every other rule
     * @param head the line with the class, as {@code CLASS a.B}
     * @param thrower for {@link Act.Throw}: the expression that makes the exception
     */
    static String of(String id, String head, ApplicationRule.AtMethod rule, String thrower) {
        return "RULE " + id + "\n"
                + head + "\n"
                + "METHOD " + rule.where().method() + "\n"
                + "HELPER " + Passage.class.getName() + "\n"
                + location(rule.where()) + "\n"
                + "IF isDue(" + quoted(id) + ")\n"
                + "DO " + act(id, rule.act(), thrower) + "\n"
                + "ENDRULE\n";
    }

    private static String location(Where where) {
        String kind = where.at().name();
        String detail = where.detail().isEmpty() ? "" : " " + where.detail();
        return switch (where.at()) {
            case LINE -> "AT LINE " + where.line();
            case EXCEPTION_EXIT -> "AT EXCEPTION EXIT";
            case THROW -> "AT THROW" + (where.detail().isEmpty() ? " ALL" : detail);
            default ->
                kind.startsWith("AFTER_")
                        ? "AFTER " + kind.substring("AFTER_".length()) + detail
                        : "AT " + kind + detail;
        };
    }

    private static String act(String id, Act act, String thrower) {
        if (act instanceof Act.Delay delay) {
            return "delay(" + quoted(id) + ", " + delay.time().toMillis() + ")";
        } else if (act instanceof Act.Hold) {
            return "hold(" + quoted(id) + ")";
        } else if (act instanceof Act.Throw) {
            return "THROW " + thrower;
        } else if (act instanceof Act.Return back) {
            return ("RETURN " + back.value()).strip();
        }
        return "NOTHING";
    }

    /** A user's rule under a name that nobody else has, which counts its passages before it does what it does. */
    static String counted(String id, String text) {
        String named = NAME.matcher(text).replaceFirst(Matcher.quoteReplacement("RULE " + id));
        Matcher action = ACTION.matcher(named);
        if (!action.find()) {
            return named;
        }
        String rest = named.substring(action.end());
        String hit = Passage.class.getName() + ".hit(" + quoted(id) + ")";
        String does = rest.strip().startsWith("NOTHING")
                ? hit + rest.substring(rest.indexOf("NOTHING") + "NOTHING".length())
                : hit + ";\n" + rest;
        return named.substring(0, action.start()) + "\nDO " + does.stripTrailing() + "\n";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
