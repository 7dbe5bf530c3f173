/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import static io.kafkatrial.agent.AgentJvm.tell;

import io.kafkatrial.fault.ApplicationCode;
import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.ApplicationRule.Act;
import io.kafkatrial.fault.ApplicationRule.At;
import io.kafkatrial.fault.ApplicationRule.AtMethod;
import io.kafkatrial.fault.ApplicationRule.Where;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Passages;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What runs in a JVM with the agent, and tells what came of it: one line each, {@code name=outcome}. */
final class AgentFixture {

    private static final ApplicationCode CODE =
            ServiceLoader.load(ApplicationCode.class).findFirst().orElseThrow();
    private static final Passages ALL = Passages.all();

    private AgentFixture() {}

    public static void main(String[] args) throws Exception {
        tell("missing", () -> CODE.missing().orElse("nothing"));
        if (CODE.missing().isPresent()) {
            return;
        }
        tell("throw", () -> with(at("book", At.ENTRY, "", new Act.Throw("java.io.UncheckedIOException", "x")), 1));
        tell("nth", AgentFixture::nth);
        tell("checked", () -> with(at("ship", At.ENTRY, "", new Act.Throw("java.io.IOException", "no truck")), 1));
        tell("return", () -> with(at("book", At.ENTRY, "", new Act.Return("42")), 1));
        tell("exit", () -> with(at("book", At.EXIT, "", new Act.Return("$! + 1")), 1));
        tell(
                "invoke",
                () -> with(at("book", At.INVOKE, "print", new Act.Throw("java.lang.IllegalStateException", "i")), 1));
        tell(
                "write",
                () -> with(
                        at("book", At.AFTER_WRITE, "booked", new Act.Throw("java.lang.IllegalStateException", "w")),
                        1));
        tell("interface", AgentFixture::ofInterface);
        tell("raw", AgentFixture::raw);
        tell("hold", AgentFixture::hold);
        tell("gone", () -> with(at("book", At.ENTRY, "", new Act.Note()), 2) + ", then " + new Till().book("abc"));
        refused("class", new Where("Tilll", "book", At.ENTRY, 0), new Act.Note());
        refused("method", new Where("Till", "bok", At.ENTRY, 0), new Act.Note());
        refused("types", new Where("Till", "book(int)", At.ENTRY, 0), new Act.Note());
        refused("line", new Where("io.kafkatrial.agent.Till", "book", At.LINE, 1), new Act.Note());
        refused("java", new Where("java.util.ArrayList", "add", At.ENTRY, 0), new Act.Note());
        refused("undeclared", new Where("Till", "book", At.ENTRY, 0), new Act.Throw("java.io.IOException", ""));
        refused("void", new Where("Till", "ship", At.ENTRY, 0), new Act.Return("1"));
        tell("bad-raw", () -> {
            CODE.check(new ApplicationRule.Raw("RULE x\nCLASS Till\nMETHOD book\nIF true\nENDRULE"));
            return "accepted";
        });
        tell(
                "bad-expression",
                () -> with(
                        new ApplicationRule.Raw(
                                "RULE x\nCLASS io.kafkatrial.agent.Till\nMETHOD book\nIF ((\nDO NOTHING\nENDRULE"),
                        1));
    }

    private static AtMethod at(String method, At at, String detail, Act act) {
        return new AtMethod(new Where("Till", method, at, 0, detail), act, ALL);
    }

    private static void refused(String name, Where where, Act act) {
        tell(name, () -> {
            CODE.check(new AtMethod(where, act, ALL));
            return "accepted";
        });
    }

    /** What happens to the till with a rule in it, and what the rule says of that. */
    private static String with(ApplicationRule rule, int times) {
        CODE.check(rule);
        Ongoing ongoing = CODE.put("fault", rule, () -> {});
        StringBuilder came = new StringBuilder();
        for (int time = 0; time < times; time++) {
            try {
                boolean ships = rule instanceof AtMethod method
                        && method.where().method().equals("ship");
                if (ships) {
                    new Till().ship();
                } else {
                    came.append(new Till().book("abc"));
                }
            } catch (Exception thrown) {
                came.append(thrown.getClass().getSimpleName()).append(' ').append(thrown.getMessage());
            }
            came.append("; ");
        }
        ongoing.undo();
        return came + "touched " + ongoing.touched() + " (" + ongoing.evidence() + ")";
    }

    private static String nth() {
        AtomicInteger acted = new AtomicInteger();
        Ongoing ongoing = CODE.put(
                "nth",
                new AtMethod(
                        new Where("io.kafkatrial.agent.Till", "book(String)", At.ENTRY, 0),
                        new Act.Throw("java.lang.IllegalStateException", "second"),
                        Passages.nth(2)),
                acted::incrementAndGet);
        Till till = new Till();
        till.book("a");
        String second;
        try {
            till.book("b");
            second = "nothing";
        } catch (IllegalStateException thrown) {
            second = String.valueOf(thrown.getMessage());
        }
        till.book("c");
        ongoing.undo();
        return second + ", acted " + acted.get() + ", " + ongoing.evidence();
    }

    private static String ofInterface() {
        AtMethod rule = new AtMethod(
                new Where("io.kafkatrial.agent.Till$Shelf", "take", At.ENTRY, 0), new Act.Return("\"dust\""), ALL);
        Ongoing ongoing = CODE.put("shelf", rule, () -> {});
        String taken = new Till.Cellar().take("wine");
        ongoing.undo();
        return taken + " instead of " + new Till.Cellar().take("wine");
    }

    private static String raw() {
        return with(
                new ApplicationRule.Raw("RULE mine\nCLASS io.kafkatrial.agent.Till\nMETHOD book\nAT ENTRY\n"
                        + "IF $1.equals(\"abc\")\nDO RETURN 7\nENDRULE\n"),
                1);
    }

    private static String hold() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        Ongoing ongoing = CODE.put("hold", at("book", At.ENTRY, "", new Act.Hold()), arrived::countDown);
        Thread thread = new Thread(() -> new Till().book("abc"));
        thread.start();
        boolean held = arrived.await(30, TimeUnit.SECONDS) && thread.isAlive();
        ongoing.undo();
        thread.join(Duration.ofSeconds(30).toMillis());
        return "held " + held + ", ended " + !thread.isAlive();
    }
}
