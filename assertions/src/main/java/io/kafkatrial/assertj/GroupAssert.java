/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Assertions about a consumer group, classic or KIP-848, as its coordinator sees it; each waits until it is true. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class GroupAssert extends Patient<GroupAssert, GroupOf> {

    GroupAssert(GroupOf actual) {
        super(actual, GroupAssert.class);
    }

    /** It is stable: every member has its partitions. */
    public GroupAssert isStable() {
        return hasState("Stable");
    }

    /** It has no members. */
    public GroupAssert isEmpty() {
        return hasState("Empty");
    }

    /** It is in this state, in Kafka's words: {@code Stable}, {@code PreparingRebalance}, {@code Empty} … */
    public GroupAssert hasState(String state) {
        return ask("be " + state, this::state, state::equals);
    }

    private Answer<String> state(Question question) {
        return description(question).map(GroupStates::of);
    }

    /** It has so many members. */
    public GroupAssert hasMembers(int count) {
        return ask(
                "have " + count + " members",
                question -> description(question).map(it -> it.members().size()),
                size -> size == count);
    }

    /** These partitions, written {@code orders-0}, are with its members, and no others. */
    public GroupAssert isAssigned(String... partitions) {
        Set<String> wanted = new TreeSet<>(List.of(partitions));
        return ask("have the partitions " + wanted, this::assigned, wanted::equals);
    }

    private Answer<Set<String>> assigned(Question question) {
        return description(question).map(it -> {
            Set<String> all = new TreeSet<>();
            it.members()
                    .forEach(member ->
                            member.assignment().topicPartitions().forEach(partition -> all.add(partition.toString())));
            return all;
        });
    }

    /** It has committed this offset for {@code TOPIC-PARTITION}: the next to read. */
    public GroupAssert hasCommitted(String partition, long offset) {
        return ask("have committed " + offset + " of " + partition, this::committed, it -> Long.valueOf(offset)
                .equals(it.get(partition)));
    }

    /** It has committed nothing. */
    public GroupAssert hasCommittedNothing() {
        return ask("have committed nothing", this::committed, Map::isEmpty);
    }

    /** Nothing lies between what it has committed and the ends of those partitions, and it has committed something. */
    public GroupAssert hasNoLag() {
        return ask(
                "have no lag",
                this::lag,
                lags -> !lags.isEmpty() && lags.values().stream().allMatch(lag -> lag == 0));
    }

    /** So many offsets lie between what it has committed and the ends of those partitions, in total. */
    public GroupAssert hasLag(long total) {
        return ask(
                "have a lag of " + total,
                this::lag,
                lags -> !lags.isEmpty()
                        && lags.values().stream().mapToLong(Long::longValue).sum() == total);
    }

    private Answer<Map<String, Long>> lag(Question question) {
        return offsets(question).then(committed -> question.ask(admin -> admin.listOffsets(committed.keySet().stream()
                                .collect(toMap(Function.identity(), it -> OffsetSpec.latest())))
                        .all())
                .map(ends -> lags(committed, ends)));
    }

    private static Map<String, Long> lags(
            Map<TopicPartition, Long> committed, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        Map<String, Long> lags = new TreeMap<>();
        ends.forEach((partition, end) ->
                lags.put(partition.toString(), end.offset() - committed.getOrDefault(partition, 0L)));
        return lags;
    }

    private Answer<Map<String, Long>> committed(Question question) {
        return offsets(question).map(committed -> {
            Map<String, Long> named = new TreeMap<>();
            committed.forEach((partition, offset) -> named.put(partition.toString(), offset));
            return named;
        });
    }

    private Answer<Map<TopicPartition, Long>> offsets(Question question) {
        return question.ask(admin -> admin.listConsumerGroupOffsets(actual.id()).partitionsToOffsetAndMetadata())
                .map(all -> {
                    Map<TopicPartition, Long> offsets = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
                    all.forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset.offset());
                        }
                    });
                    return offsets;
                });
    }

    private Answer<ConsumerGroupDescription> description(Question question) {
        return question.ask(admin -> admin.describeConsumerGroups(List.of(actual.id()))
                .describedGroups()
                .getOrDefault(actual.id(), Question.none()));
    }

    private <T> GroupAssert ask(String should, Function<Question, Answer<T>> look, Predicate<T> wanted) {
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
