/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The groups of lanes of the timeline, from top to bottom. */
@API(status = Status.INTERNAL, since = "0.1.0")
public enum Lane {
    FAULTS("Faults"),
    PRODUCERS("Producers"),
    TRANSACTIONS("Transactions"),
    BROKERS("Brokers"),
    PARTITIONS("Partitions"),
    CONTROLLERS("Controllers and coordinators"),
    CONSUMERS("Consumers"),
    APPLICATIONS("Effects"),
    FINAL_READ("Final read"),
    OTHER("Other");

    private final String title;

    Lane(String title) {
        this.title = title;
    }

    /** How the page calls it. */
    public String title() {
        return title;
    }
}
