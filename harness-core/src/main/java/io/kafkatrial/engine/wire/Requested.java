/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * A request as the rules see it, whether it travels as a frame ({@link Sight}) or as an object between nodes of
 * one JVM.
 */
public interface Requested {

    /** Whether Kafka calls it so, in whatever case of letters. A forwarded request has two names: its own and Envelope. */
    boolean isA(String api);

    /** Whether the one who asks calls himself so. */
    boolean isBy(String clientId);

    /** Whether it names this topic, by its name or its id. */
    boolean names(String topic);

    /** What becomes of it when it is refused with this error; {@link Decision#PASS} if there is no such answer. */
    Decision refused(Errors error);

    /** What becomes of it when it is answered as before; {@link Decision#PASS} if it never was. */
    default Decision answeredAs(Map<Sight.Question, ByteBuffer> before) {
        return Decision.PASS;
    }

    /** The {@code client.id} of the one who asks, by which links of single clients know him; empty for nodes. */
    default Optional<String> client() {
        return Optional.empty();
    }
}
