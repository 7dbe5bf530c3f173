/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.api.ApiFixture.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class MalformedFramesTest {

    private static final long SEED = 20_261_121L;
    private static final int MUTATIONS = 24_000;

    private final Random random = new Random(SEED);
    private final ApiFixture broker = new ApiFixture();

    @Test
    void everyMutationEndsInExactlyOneReplyAndNoException() {
        List<byte[]> originals = originals();
        // Requests whose answer waits for a controller that never comes have no end yet.
        int open = 0;

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated =
                    mutate(originals.get(random.nextInt(originals.size())).clone());
            Outcome outcome = broker.send(ByteBuffer.wrap(mutated));
            if (outcome.ends().isEmpty() && isInitProducerId(mutated)) {
                open++;
                continue;
            }
            assertThat(outcome.ends())
                    .as("seed %s, mutation %s: %s", SEED, i, Arrays.toString(mutated))
                    .hasSize(1);
        }

        assertThat(open).isLessThan(MUTATIONS / 10);
        assertThat(broker.send(ApiFixture.frame(ApiKeys.METADATA, (short) 9, ApiKeys.METADATA.messageType.newRequest()))
                        .ends())
                .as("the broker still serves")
                .containsExactly("sent");
    }

    @Test
    void emptyAndTinyFramesCloseTheConnection() {
        for (int length = 0; length < 8; length++) {
            assertThat(broker.send(ByteBuffer.allocate(length)).ends()).containsExactly("closed");
        }
    }

    private static boolean isInitProducerId(byte[] frame) {
        return ByteBuffer.wrap(frame).getShort() == ApiKeys.INIT_PRODUCER_ID.id;
    }

    private List<byte[]> originals() {
        List<byte[]> originals = new ArrayList<>();
        broker.handlers.served().forEach((key, versions) -> {
            for (short version = versions.min(); version <= versions.max(); version++) {
                ByteBuffer frame = Requests.sample(key, version);
                byte[] bytes = new byte[frame.remaining()];
                frame.get(bytes);
                originals.add(bytes);
            }
        });
        return originals;
    }

    private byte[] mutate(byte[] frame) {
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(frame, random.nextInt(frame.length));
            }
            case 1 -> {
                // the body only, so that the header leads to the parser of the body
                int from = Math.min(frame.length, 8);
                for (int i = from; i < frame.length; i++) {
                    frame[i] = (byte) random.nextInt();
                }
            }
            case 2 -> Arrays.fill(frame, random.nextInt(frame.length), frame.length, (byte) 0xff);
            case 3 -> {
                byte[] longer = Arrays.copyOf(frame, frame.length + 1 + random.nextInt(64));
                for (int i = frame.length; i < longer.length; i++) {
                    longer[i] = (byte) random.nextInt();
                }
                return longer;
            }
            case 4 -> random.nextBytes(frame);
            default -> {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return frame;
    }
}
