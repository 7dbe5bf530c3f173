/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The application's serializer, and beside it the seal: the checksum of what it made goes into its mark. Kafka's
 * producer serializes the key, then the value, on the same thread, before it looks at the headers. As safe as the
 * serializer behind.
 *
 * @param <T> what is serialized
 */
final class SealingSerializer<T> implements Serializer<T> {

    private final Serializer<T> behind;
    private final boolean isKey;

    SealingSerializer(Serializer<T> behind, boolean isKey) {
        this.behind = behind;
        this.isKey = isKey;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean key) {
        behind.configure(configs, key);
    }

    @Override
    public byte[] serialize(String topic, T data) {
        return behind.serialize(topic, data);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, T data) {
        byte[] bytes;
        try {
            bytes = behind.serialize(topic, headers, data);
        } catch (ClassCastException mistaken) {
            throw new SerializationException(
                    "Can't convert " + (isKey ? "key" : "value") + " of class "
                            + data.getClass().getName() + " by "
                            + behind.getClass().getName() + ", the configured "
                            + (isKey ? "key" : "value") + ".serializer",
                    mistaken);
        }
        if (headers != null && headers.lastHeader(RecordMark.HEADER) instanceof Stamp stamp) {
            if (isKey) {
                stamp.sealKey(Seal.of(bytes));
            } else {
                stamp.sealValue(Seal.of(bytes));
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        behind.close();
    }
}
