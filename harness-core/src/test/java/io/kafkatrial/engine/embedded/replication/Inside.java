/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;

/** Lets tests of other packages see what no caller of {@link Replication} needs to know. */
@NullUnmarked // tests look things up they know are there
public final class Inside {
    private Inside() {}

    public static int partitionEpoch(Replication replication, TopicPartition partition) {
        Hosted replica = replication.replicas().find(partition);
        return replica == null ? -1 : replica.partitionEpoch();
    }

    public static int isrSize(Replication replication, TopicPartition partition) {
        return replication.replicas().find(partition).leadership().isr().size();
    }

    public static int minIsr(Replication replication, TopicPartition partition) {
        return replication.replicas().find(partition).leadership().minIsr();
    }
}
