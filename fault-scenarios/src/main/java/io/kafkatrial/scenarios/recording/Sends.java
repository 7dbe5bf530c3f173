/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.Proxy;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The one call of a producer that comes as often as records do, for those who stand before a recording producer: not by
 * reflection. As safe as the producer.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public interface Sends<K, V> {

    /** As {@link Producer#send(ProducerRecord, Callback)}. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback);

    /** The call of this producer. */
    @SuppressWarnings("unchecked")
    static <K, V> Sends<K, V> of(Producer<K, V> producer) {
        return Proxy.isProxyClass(producer.getClass())
                        && Proxy.getInvocationHandler(producer) instanceof Sends<?, ?> own
                ? (Sends<K, V>) own
                : producer::send;
    }
}
