/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /** In the order in which they were armed; guarded by itself. */
    private final Map<WireRule, Armed> armed = new LinkedHashMap<>();

    private final ConcurrentMap<WireRule, Long> touchedByReleased = new ConcurrentHashMap<>();
    private final ConcurrentMap<Sight.Question, ByteBuffer> answers = new ConcurrentHashMap<>();
    private final Function<String, Optional<String>> topicNames;
    private volatile List<Armed> rules = List.of();
    private final boolean leftOut;
    private volatile Onlooker onlooker = (rule, from, to) -> {};

    /** Told of every request a rule touched or noted, on the thread of whoever carries it. */
    @FunctionalInterface
    public interface Onlooker {
        void seen(WireRule rule, Endpoint from, Endpoint to);
    }

    /**
     * A table without rules.
     *
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     */
    public WireTable(Function<String, Optional<String>> topicNames) {
        this(topicNames, false);
    }

    private WireTable(Function<String, Optional<String>> topicNames, boolean leftOut) {
        this.topicNames = topicNames;
        this.leftOut = leftOut;
    }

    /** No table at all, for whoever measures what one costs: nothing is looked at, no rule can be armed. */
    public static WireTable leftOut() {
        return new WireTable(id -> Optional.empty(), true);
    }

    /** Whether there is no table here. */
    public boolean isLeftOut() {
        return leftOut;
    }

    /** Tell {@code next}, from now on, and nobody else. */
    public void tell(Onlooker next) {
        onlooker = next;
    }

    /**
     * Let a rule work from now on. A rule of the same name is replaced, and what it holds let go.
     *
     * @throws io.kafkatrial.engine.TrialException if it names a request or an error Kafka does not have
     */
    public void arm(WireRule rule) {
        check(rule.match().api(), rule.act());
        release(rule);
        synchronized (armed) {
            armed.put(rule, new Armed(rule, tally(rule), Map.copyOf(answers)));
            rules = List.copyOf(armed.values());
        }
    }

    private Armed.Tally tally(WireRule rule) {
        return armed.values().stream()
                .filter(other -> other.rule().tally().equals(rule.tally()))
                .findFirst()
                .map(Armed::tally)
                .orElseGet(Armed.Tally::new);
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
        Armed ended;
        synchronized (armed) {
            ended = armed.remove(rule);
            rules = List.copyOf(armed.values());
            if (ended != null) {
                touchedByReleased.merge(rule, ended.touched(), Long::sum);
            }
        }
        if (ended != null) {
            ended.release();
        }
    }

    /** End all rules. */
    public void releaseAll() {
        rules.forEach(rule -> release(rule.rule()));
    }

    /** How many requests a rule has touched, armed or not. */
    public long touchedBy(WireRule rule) {
        synchronized (armed) {
            Armed working = armed.get(rule);
            return touchedByReleased.getOrDefault(rule, 0L) + (working == null ? 0 : working.touched());
        }
    }

    /**
     * Look at a request; empty if it cannot be read, and then it is the other side's to judge. A reader of a whole
     * connection knows more, see {@link #reader()}.
     *
     * @param frame without its size; left as it is
     */
    public Optional<Sight> look(ByteBuffer frame) {
        return Sight.of(frame, topicNames);
    }

    /** Read the requests of a new connection. */
    public Reader reader() {
        return new Reader();
    }

    /** Reads the requests of one connection, in order. Confined to whoever reads it. */
    public final class Reader {
        private final SessionTopics session = new SessionTopics();

        private Reader() {}

        /**
         * Look at the next request, as {@link WireTable#look} does; a fetch names all topics of its session.
         *
         * @param frame without its size; left as it is
         */
        public Optional<Sight> look(ByteBuffer frame) {
            Optional<Sight> sight = WireTable.this.look(frame);
            if (sight.isPresent() && isSession(sight.get().key())) {
                try {
                    sight.get().isPartOf(session);
                } catch (RuntimeException unreadable) {
                    return Optional.empty();
                }
            }
            return sight;
        }

        private static boolean isSession(ApiKeys key) {
            return key == ApiKeys.FETCH || key == ApiKeys.SHARE_FETCH;
        }
    }

    /** Whether no rule is armed: then every request passes. */
    public boolean isIdle() {
        return rules.isEmpty();
    }

    /**
     * Whether this request must be looked at although no rule is armed: its answer may be worth remembering, or it
     * begins or changes a session that later ones belong to.
     *
     * @param frame without its size; left as it is
     */
    public static boolean isMemorable(ByteBuffer frame) {
        if (frame.remaining() < Short.BYTES) {
            return false;
        }
        short key = frame.getShort(frame.position());
        return key == ApiKeys.METADATA.id || key == ApiKeys.FETCH.id || key == ApiKeys.SHARE_FETCH.id;
    }

    /**
     * What becomes of a request. The first rule that touches it decides, and no other counts it; rules that only note
     * all do.
     */
    public Decision judge(Endpoint from, Endpoint to, Requested request) {
        List<Armed> armedNow = rules;
        if (armedNow.isEmpty()) {
            return Decision.PASS;
        }
        try {
            return judge(armedNow, from, to, request);
        } catch (RuntimeException unreadable) {
            return Decision.PASS; // its body is the other side's to refuse
        }
    }

    private Decision judge(List<Armed> armedNow, Endpoint from, Endpoint to, Requested request) {
        Decision decision = Decision.PASS;
        for (Armed rule : armedNow) {
            boolean open = decision == Decision.PASS || rule.isNote();
            if (!open || !rule.isAbout(from, to, request) || !rule.meets(request)) {
                continue;
            }
            if (rule.isNote()) {
                if (rule.counts()) {
                    onlooker.seen(rule.rule(), from, to);
                }
            } else {
                decision = rule.judge(request);
                if (decision != Decision.PASS && !(decision instanceof Decision.Overtake)) {
                    onlooker.seen(rule.rule(), from, to);
                }
            }
        }
        return decision;
    }

    /** Where the answer to this request shall be kept; null if it is not worth remembering. */
    public @Nullable Memory remember(Sight request) {
        return request.key() == ApiKeys.METADATA ? new Memory(request) : null;
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
