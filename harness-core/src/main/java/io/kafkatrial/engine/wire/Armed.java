/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Gate;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.protocol.Errors;

/** A rule at work: its count and what it holds. Safe for use by several threads. */
final class Armed {

    private final WireRule rule;
    private final Map<Sight.Question, ByteBuffer> answersBefore;
    private final Gate gate = new Gate();
    private final AtomicLong matched = new AtomicLong();
    private final AtomicLong touched = new AtomicLong();

    Armed(WireRule rule, Map<Sight.Question, ByteBuffer> answersBefore) {
        this.rule = rule;
        this.answersBefore = answersBefore;
    }

    /** Complain of an act that is not done here. */
    static void require(WireRule.Act act) {
        if (act instanceof WireRule.Act.DelayRequest
                || act instanceof WireRule.Act.DelayResponse
                || act instanceof WireRule.Act.Reorder
                || act instanceof WireRule.Act.Note) {
            throw Complaints.noAct(act);
        }
    }

    boolean isAbout(Endpoint from, Endpoint to) {
        return rule.match().from().equals(from) && rule.match().to().equals(to);
    }

    boolean isStale() {
        return rule.act() instanceof WireRule.Act.AnswerStale;
    }

    /** What it does to this request; {@link Decision#PASS} if nothing. */
    Decision judge(Sight request) {
        WireRule.Match match = rule.match();
        boolean meant = match.api().map(request.api()::equalsIgnoreCase).orElse(true)
                && match.clientId().map(request.clientId()::equals).orElse(true)
                && match.topic().map(request::names).orElse(true);
        if (!meant) {
            return Decision.PASS;
        }
        long place = matched.getAndIncrement() - rule.skip();
        if (place < 0 || (rule.times() > 0 && place >= rule.times())) {
            return Decision.PASS;
        }
        Decision decision = decide(request);
        if (decision != Decision.PASS) {
            touched.incrementAndGet();
        }
        return decision;
    }

    private Decision decide(Sight request) {
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
        }
        Optional<ByteBuffer> answer = act instanceof WireRule.Act.Refuse refuse
                ? request.refusal(Errors.valueOf(refuse.error()))
                : Optional.ofNullable(answersBefore.get(request.question())).map(request::addressed);
        return answer.<Decision>map(Decision.Answer::new).orElse(Decision.PASS);
    }

    long touched() {
        return touched.get();
    }

    /** Let go what is held. */
    void release() {
        gate.open();
    }
}
