/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * The rules for single requests of one cluster, and the last answer to each question for metadata, from
 * which stale answers are made. Whoever carries frames asks it for each request; where no rule is armed
 * for a pair of ends that is one look at an empty list.
 *
 * <p>Safe for use by several threads.
 */
public final class WireTable {

    private static final int REMEMBERED_MAX = 1_000;

    private final ConcurrentMap<WireRule, Armed> armed = new ConcurrentHashMap<>();
    private final ConcurrentMap<WireRule, Long> touchedByReleased = new ConcurrentHashMap<>();
    private final ConcurrentMap<Sight.Question, ByteBuffer> answers = new ConcurrentHashMap<>();
    private final Function<String, Optional<String>> topicNames;
    private volatile List<Armed> rules = List.of();

    /**
     * A table without rules.
     *
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     */
    public WireTable(Function<String, Optional<String>> topicNames) {
        this.topicNames = topicNames;
    }

    /**
     * Let a rule work from now on. A rule of the same name is replaced, and what it holds let go.
     *
     * @throws io.kafkatrial.engine.TrialException if it names a request or an error Kafka does not have
     */
    public void arm(WireRule rule) {
        check(rule.match().api(), rule.act());
        Armed.require(rule.act());
        release(rule);
        armed.put(rule, new Armed(rule, Map.copyOf(answers)));
        rules = List.copyOf(armed.values());
    }

    /**
     * Complain of names Kafka does not have, before anything is armed.
     *
     * @throws io.kafkatrial.engine.TrialException naming the nearest name there is
     */
    public static void check(Optional<String> api, WireRule.Act act) {
        api.ifPresent(WireTable::requireApi);
        if (act instanceof WireRule.Act.Refuse refuse) {
            requireError(refuse.error());
        }
    }

    private static void requireApi(String name) {
        List<String> known =
                Arrays.stream(ApiKeys.values()).map(key -> key.name).toList();
        if (known.stream().noneMatch(name::equalsIgnoreCase)) {
            throw Complaints.wireName("request", name, nearest(name, known.stream()));
        }
    }

    private static void requireError(String name) {
        List<String> known = Arrays.stream(Errors.values())
                .filter(error -> error != Errors.NONE)
                .map(Errors::name)
                .toList();
        if (!known.contains(name)) {
            throw Complaints.wireName("error", name, nearest(name, known.stream()));
        }
    }

    private static String nearest(String name, Stream<String> known) {
        return known.min(Comparator.comparing((String other) -> !begins(name, other))
                        .thenComparingInt(other -> distance(name, other)))
                .orElseThrow();
    }

    private static boolean begins(String part, String whole) {
        return !part.isEmpty() && whole.regionMatches(/* ignoreCase= */ true, 0, part, 0, part.length());
    }

    /** How many letters differ at least (Levenshtein). */
    private static int distance(String one, String other) {
        String left = one.toUpperCase(Locale.ROOT);
        String right = other.toUpperCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }

    /** End a rule and let go what it holds. */
    public void release(WireRule rule) {
        Armed ended = armed.remove(rule);
        rules = List.copyOf(armed.values());
        if (ended != null) {
            touchedByReleased.merge(rule, ended.touched(), Long::sum);
            ended.release();
        }
    }

    /** End all rules. */
    public void releaseAll() {
        List.copyOf(armed.keySet()).forEach(this::release);
    }

    /** How many requests a rule has touched, armed or not. */
    public long touchedBy(WireRule rule) {
        Armed working = armed.get(rule);
        return touchedByReleased.getOrDefault(rule, 0L) + (working == null ? 0 : working.touched());
    }

    /**
     * Look at a request; empty if it cannot be read, and then it is the other side's to judge.
     *
     * @param frame without its size; left as it is
     */
    public Optional<Sight> look(ByteBuffer frame) {
        return Sight.of(frame, topicNames);
    }

    /** Whether no rule is armed: then every request passes. */
    public boolean isIdle() {
        return rules.isEmpty();
    }

    /**
     * Whether the answer to this request may be worth remembering.
     *
     * @param frame without its size; left as it is
     */
    public static boolean isMemorable(ByteBuffer frame) {
        return frame.remaining() >= Short.BYTES && frame.getShort(frame.position()) == ApiKeys.METADATA.id;
    }

    /** What becomes of a request. The first rule that touches it decides, and no other counts it. */
    public Decision judge(Endpoint from, Endpoint to, Sight request) {
        for (Armed rule : rules) {
            if (rule.isAbout(from, to)) {
                Decision decision = rule.judge(request);
                if (decision != Decision.PASS) {
                    return decision;
                }
            }
        }
        return Decision.PASS;
    }

    /** Where the answer to this request shall be kept; null if it is not worth remembering. */
    public @Nullable Memory remember(Sight request) {
        return request.api().equals(ApiKeys.METADATA.name) ? new Memory(request) : null;
    }

    /** A question whose answer is awaited. */
    public final class Memory {
        private final Sight.Question question;
        private final short headerVersion;

        private Memory(Sight sight) {
            ByteBuffer body = sight.question().body();
            ByteBuffer copy = ByteBuffer.allocate(body.remaining()).put(body).flip();
            this.question =
                    new Sight.Question(sight.question().key(), sight.question().version(), copy);
            this.headerVersion = sight.responseHeaderVersion();
        }

        /**
         * The answer.
         *
         * @param frame without its size; left as it is
         */
        public void keep(ByteBuffer frame) {
            if (answers.size() >= REMEMBERED_MAX) {
                answers.clear();
            }
            ByteBuffer copy = frame.duplicate();
            ResponseHeader.parse(copy, headerVersion);
            answers.put(
                    question, ByteBuffer.allocate(copy.remaining()).put(copy).flip());
        }
    }
}
