/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Assertions about a topic, as a client sees it; each waits until it is true. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class TopicAssert extends Patient<TopicAssert, TopicOf> {

    TopicAssert(TopicOf actual) {
        super(actual, TopicAssert.class);
    }

    /** It exists. */
    public TopicAssert exists() {
        return ask("exist", this::names, names -> names.contains(actual.name()));
    }

    /** It does not exist, or is deleted. */
    public TopicAssert doesNotExist() {
        return ask("not exist", this::names, names -> !names.contains(actual.name()));
    }

    private Answer<Set<String>> names(Question question) {
        return question.ask(admin -> admin.listTopics().names());
    }

    /** It has so many partitions. */
    public TopicAssert hasPartitions(int count) {
        return ask(
                "have " + count + " partitions",
                question -> description(question).map(it -> it.partitions().size()),
                size -> size == count);
    }

    /** Each of its partitions has so many replicas. */
    public TopicAssert hasReplicationFactor(int factor) {
        return ask("have the replication factor " + factor, this::replicas, sizes -> sizes.equals(List.of(factor)));
    }

    private Answer<List<Integer>> replicas(Question question) {
        return description(question).map(it -> it.partitions().stream()
                .map(partition -> partition.replicas().size())
                .distinct()
                .sorted()
                .toList());
    }

    /** Its configuration has this value, set or by default. */
    public TopicAssert hasConfig(String key, String value) {
        return ask("have " + key + "=" + value, question -> config(question, key), value::equals);
    }

    private Answer<String> config(Question question, String key) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, actual.name());
        return question.ask(admin ->
                        admin.describeConfigs(List.of(resource)).values().getOrDefault(resource, Question.none()))
                .map(config -> config.get(key) == null
                        ? "no such config"
                        : config.get(key).value());
    }

    /**
     * Its partitions have so many offsets in use, from log start to high watermark. Transaction markers count, as
     * do aborted records and what compaction has removed.
     */
    public TopicAssert hasRecords(long count) {
        return ask("have " + count + " records", this::sizes, sizes -> sum(sizes) == count);
    }

    /** The same, that many or more. */
    public TopicAssert hasRecordsFrom(long count) {
        return ask("have at least " + count + " records", this::sizes, sizes -> sum(sizes) >= count);
    }

    /** It has nothing in it. */
    public TopicAssert isEmpty() {
        return ask("be empty", this::sizes, sizes -> sum(sizes) == 0);
    }

    private static long sum(Map<Integer, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private Answer<Map<Integer, Long>> sizes(Question question) {
        return description(question).then(topic -> offsets(question, topic, OffsetSpec.latest())
                .then(ends -> offsets(question, topic, OffsetSpec.earliest()).map(starts -> difference(ends, starts))));
    }

    private static Map<Integer, Long> difference(Map<Integer, Long> ends, Map<Integer, Long> starts) {
        Map<Integer, Long> sizes = new TreeMap<>();
        ends.forEach((partition, end) -> sizes.put(partition, end - starts.getOrDefault(partition, 0L)));
        return sizes;
    }

    private Answer<Map<Integer, Long>> offsets(Question question, TopicDescription topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .collect(toMap(Function.identity(), partition -> spec));
        return question.ask(admin -> admin.listOffsets(wanted).all()).map(all -> all.entrySet().stream()
                .collect(
                        toMap(it -> it.getKey().partition(), it -> it.getValue().offset())));
    }

    private Answer<TopicDescription> description(Question question) {
        return question.ask(admin -> admin.describeTopics(List.of(actual.name()))
                .topicNameValues()
                .getOrDefault(actual.name(), Question.none()));
    }

    private <T> TopicAssert ask(String should, Function<Question, Answer<T>> look, Predicate<T> wanted) {
        isNotNull();
        try (Question question = Question.to(actual.cluster())) {
            return expect(actual.toString(), should, () -> look.apply(question), answer -> answer.is(wanted));
        }
    }

    @Override
    String surroundings() {
        return Surroundings.of(actual.cluster());
    }
}
