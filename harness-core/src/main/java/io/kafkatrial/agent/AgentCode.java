/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.engine.ApplicationComplaints;
import io.kafkatrial.fault.ApplicationCode;
import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Passages;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The code of the application in this JVM, reached by the agent. Rules work for the whole JVM: with JUnit, {@code @Inject}
 * sees to it that no other test of the harness runs meanwhile. Safe for use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class AgentCode implements ApplicationCode {

    private static final AtomicLong RULES = new AtomicLong();
    private static final Pattern TYPE = Pattern.compile("(?m)^\\s*(CLASS|INTERFACE)\\s+(\\^?)(\\S+)");
    private static final Pattern METHOD = Pattern.compile("(?m)^\\s*METHOD\\s+(.+)$");

    /** For {@link java.util.ServiceLoader}. */
    public AgentCode() {}

    @Override
    public Optional<String> missing() {
        return Byteman.isPossible() ? Optional.empty() : Optional.of(ApplicationComplaints.howToInstall());
    }

    @Override
    public void check(ApplicationRule rule) {
        if (rule instanceof ApplicationRule.AtMethod method) {
            Checks.of(method);
        } else if (rule instanceof ApplicationRule.Raw raw) {
            check(raw);
        }
    }

    private static void check(ApplicationRule.Raw raw) {
        String first = raw.toString();
        for (String part : new String[] {"RULE", "METHOD", "IF", "DO", "ENDRULE"}) {
            if (!Pattern.compile("(?m)^\\s*" + part + "\\b").matcher(raw.text()).find()) {
                throw ApplicationComplaints.notARule(first, part);
            }
        }
        Matcher type = TYPE.matcher(raw.text());
        if (!type.find()) {
            throw ApplicationComplaints.notARule(first, "CLASS");
        }
        Matcher method = METHOD.matcher(raw.text());
        if (method.find() && type.group(2).isEmpty()) {
            ApplicationRule.Where where =
                    new ApplicationRule.Where(type.group(3), method.group(1).strip(), ApplicationRule.At.ENTRY, 0);
            Checks.of(new ApplicationRule.AtMethod(where, new ApplicationRule.Act.Note(), Passages.all()));
        }
    }

    @Override
    public Ongoing put(String name, ApplicationRule rule, Runnable acted) {
        String id = "kafka-trial-" + RULES.incrementAndGet() + " " + name.replaceAll("[\\s\"\\\\]+", " ");
        if (rule instanceof ApplicationRule.AtMethod method) {
            Checks checks = Checks.of(method);
            String script = Script.of(id, checks.head(), method, Checks.thrower(method.act()));
            return new InstalledRule(id, script, rule, new Passage.Counter(method.passages(), acted)).install();
        }
        String text = ((ApplicationRule.Raw) rule).text();
        Matcher type = TYPE.matcher(text);
        if (type.find()) {
            Places.find(type.group(3), rule.toString());
        }
        return new InstalledRule(id, Script.counted(id, text), rule, new Passage.Counter(Passages.all(), acted))
                .install();
    }
}
