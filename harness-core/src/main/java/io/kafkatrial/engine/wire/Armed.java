/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Gate;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A rule at work: its count and what it holds. Safe for use by several threads. */
final class Armed {

    private final WireRule rule;
    private final Map<Sight.Question, ByteBuffer> answersBefore;
    private final Gate gate = new Gate();
    private final Tally tally;
    private final AtomicLong touched = new AtomicLong();

    /** What rules count together. */
    static final class Tally {
        private long matched;
        /** Where the one waits that shall arrive after the next. */
        private @Nullable Gate waiting;

        private synchronized long next() {
            return matched++;
        }
    }

    Armed(WireRule rule, Tally tally, Map<Sight.Question, ByteBuffer> answersBefore) {
        this.rule = rule;
        this.tally = tally;
        this.answersBefore = answersBefore;
    }

    Tally tally() {
        return tally;
    }

    WireRule rule() {
        return rule;
    }

    boolean isAbout(Endpoint from, Endpoint to, Requested request) {
        WireRule.Match match = rule.match();
        return match.to().equals(to) && isFrom(match.from(), from, request);
    }

    private static boolean isFrom(Endpoint meant, Endpoint from, Requested request) {
        return meant instanceof Endpoint.Client client
                ? from instanceof Endpoint.Clients && request.isBy(client.clientId())
                : meant.equals(from);
    }

    boolean isNote() {
        return rule.act() instanceof WireRule.Act.Note;
    }

    boolean meets(Requested request) {
        WireRule.Match match = rule.match();
        return match.api().map(request::isA).orElse(true)
                && match.clientId().map(request::isBy).orElse(true)
                && match.topic().map(request::names).orElse(true);
    }

    /** Whether this one is counted as touched. */
    boolean counts() {
        long place = tally.next() - rule.skip();
        if (place < 0 || (rule.times() > 0 && place >= rule.times())) {
            return false;
        }
        touched.incrementAndGet();
        return true;
    }

    /** What it does to a request that it meets; {@link Decision#PASS} if nothing. */
    Decision judge(Requested request) {
        synchronized (tally) {
            Gate other = tally.waiting;
            if (other != null) {
                tally.waiting = null;
                return new Decision.Overtake(other);
            }
            Decision decision = decide(request);
            return decision == Decision.PASS || !counts() ? Decision.PASS : begun(decision);
        }
    }

    private Decision decide(Requested request) {
        WireRule.Act act = rule.act();
        if (act instanceof WireRule.Act.DropRequest) {
            return new Decision.ResetBefore();
        } else if (act instanceof WireRule.Act.DropResponse) {
            return new Decision.ResetAfter();
        } else if (act instanceof WireRule.Act.HoldRequest) {
            return new Decision.Hold(gate);
        } else if (act instanceof WireRule.Act.HoldResponse) {
            return new Decision.HoldAnswer(gate);
        } else if (act instanceof WireRule.Act.Duplicate) {
            return new Decision.Twice();
        } else if (act instanceof WireRule.Act.DelayRequest delay) {
            return new Decision.Late(delay.time());
        } else if (act instanceof WireRule.Act.DelayResponse delay) {
            return new Decision.LateAnswer(delay.time());
        } else if (act instanceof WireRule.Act.Reorder) {
            return new Decision.Hold(new Gate());
        } else if (act instanceof WireRule.Act.Refuse refuse) {
            return request.refused(Errors.valueOf(refuse.error()));
        }
        return request.answeredAs(answersBefore);
    }

    /** The one that waits for the next is known to the next only when it is sure to wait. */
    private Decision begun(Decision decision) {
        if (rule.act() instanceof WireRule.Act.Reorder && decision instanceof Decision.Hold hold) {
            gate.onOpen(hold.gate()::open);
            tally.waiting = hold.gate();
        }
        return decision;
    }

    long touched() {
        return touched.get();
    }

    /** Let go what is held. */
    void release() {
        gate.open();
    }
}
