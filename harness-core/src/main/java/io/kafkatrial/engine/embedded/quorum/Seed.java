/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.Random;
import org.apache.kafka.common.Uuid;

/** Everything random of the control plane, drawn from the cluster's seed. Safe for use by several threads. */
final class Seed {

    private final Random random;

    Seed(long seed) {
        this.random = new Random(seed);
    }

    /** The shared source; {@link Random} itself is thread-safe. */
    Random random() {
        return random;
    }

    /** A random id that, as Apache Kafka's own, is not reserved and starts with no dash. */
    synchronized Uuid nextUuid() {
        while (true) {
            Uuid uuid = new Uuid(random.nextLong(), random.nextLong());
            if (!Uuid.RESERVED.contains(uuid) && !uuid.toString().startsWith("-")) {
                return uuid;
            }
        }
    }
}
