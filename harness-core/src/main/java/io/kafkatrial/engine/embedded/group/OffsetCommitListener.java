/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.PartitionId;

/** Told of offsets that a group has committed: appended, replicated and answered with success. */
@FunctionalInterface
public interface OffsetCommitListener {

    /** One partition's offset is committed. Called on the broker's loop, before the response is sent. */
    void committed(String group, PartitionId partition, long offset);
}
