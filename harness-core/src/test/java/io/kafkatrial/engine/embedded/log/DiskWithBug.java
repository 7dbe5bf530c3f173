/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.common.Uuid;

/** The only way to a disk whose broker has a {@link Bug}. */
public final class DiskWithBug {
    private DiskWithBug() {}

    public static Disk create(Uuid directoryId, Bug bug) {
        return new Disk(directoryId, bug);
    }
}
