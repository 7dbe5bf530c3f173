/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.ClientPoint;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one poll, which tell the stage as the application goes from one to the next: a record's handling begins
 * when an iterator hands it out, and ends when it is asked for more. Reading a list by index counts for nothing.
 */
final class HandedRecords<K, V> extends ConsumerRecords<K, V> {

    private final ConsumerRecords<K, V> inner;
    private final StagedClient client;

    @SuppressWarnings("removal") // the one constructor that 3.6 and 4.4 share
    HandedRecords(ConsumerRecords<K, V> inner, StagedClient client) {
        super(inner.partitions().stream().collect(Collectors.toMap(Function.identity(), inner::records)));
        this.inner = inner;
        this.client = client;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        return new Steps<>(inner.iterator(), client);
    }

    @Override
    public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
        List<ConsumerRecord<K, V>> all = inner.records(partition);
        return new AbstractList<>() {
            @Override
            public ConsumerRecord<K, V> get(int index) {
                return all.get(index);
            }

            @Override
            public int size() {
                return all.size();
            }

            @Override
            public Iterator<ConsumerRecord<K, V>> iterator() {
                return new Steps<>(all.iterator(), client);
            }
        };
    }

    @Override
    public Iterable<ConsumerRecord<K, V>> records(String topic) {
        Iterable<ConsumerRecord<K, V>> all = inner.records(topic);
        return () -> new Steps<>(all.iterator(), client);
    }

    @Override
    public Set<TopicPartition> partitions() {
        return inner.partitions();
    }

    /** Only newer clients have it, and call it. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
        return inner.nextOffsets();
    }

    private static final class Steps<K, V> implements Iterator<ConsumerRecord<K, V>> {

        private final Iterator<ConsumerRecord<K, V>> inner;
        private final StagedClient client;
        private @Nullable ConsumerRecord<K, V> inHand;

        Steps(Iterator<ConsumerRecord<K, V>> inner, StagedClient client) {
            this.inner = inner;
            this.client = client;
        }

        @Override
        public boolean hasNext() {
            handled();
            return inner.hasNext();
        }

        @Override
        public ConsumerRecord<K, V> next() {
            handled();
            ConsumerRecord<K, V> next = inner.next();
            client.at(ClientPoint.BEFORE_RECORD, next);
            inHand = next;
            return next;
        }

        private void handled() {
            ConsumerRecord<K, V> done = inHand;
            if (done != null) {
                inHand = null;
                client.at(ClientPoint.AFTER_RECORD, done);
            }
        }
    }
}
