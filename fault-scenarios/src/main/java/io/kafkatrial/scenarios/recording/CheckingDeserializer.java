/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The application's deserializer, and before it a look at the seal: a record whose content is not what was sent gets a
 * note, see {@link Damage}. As safe as the deserializer behind.
 *
 * @param <T> what comes out
 */
final class CheckingDeserializer<T> implements Deserializer<T> {

    private final Deserializer<T> behind;
    private final boolean isKey;

    CheckingDeserializer(Deserializer<T> behind, boolean isKey) {
        this.behind = behind;
        this.isKey = isKey;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean key) {
        behind.configure(configs, key);
    }

    @Override
    public T deserialize(String topic, byte[] data) {
        return behind.deserialize(topic, data);
    }

    @Override
    public T deserialize(String topic, Headers headers, byte[] data) {
        compare(headers, Seal.of(data));
        return behind.deserialize(topic, headers, data);
    }

    /** By this one newer clients avoid a copy, if the deserializer behind does. */
    @Override
    public T deserialize(String topic, Headers headers, ByteBuffer data) {
        compare(headers, Seal.of(data));
        return behind.deserialize(topic, headers, data);
    }

    private void compare(Headers headers, int content) {
        OptionalLong seal = headers == null
                ? OptionalLong.empty()
                : IdHeader.read(headers).map(RecordMark::seal).orElse(OptionalLong.empty());
        if (seal.isPresent() && content != (isKey ? Seal.key(seal.getAsLong()) : Seal.value(seal.getAsLong()))) {
            Damage.put(headers, isKey ? "key" : "value");
        }
    }

    @Override
    public void close() {
        behind.close();
    }
}
