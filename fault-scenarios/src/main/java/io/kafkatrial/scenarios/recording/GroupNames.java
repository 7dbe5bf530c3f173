/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.UUID;

/** Groups of consumers for which none was named. */
final class GroupNames {

    private GroupNames() {}

    /** A name no other group has, on a cluster that others use too: by chance, not by the seed. */
    static String fresh() {
        return "group-" + UUID.randomUUID();
    }
}
