/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The environment variables that a command on trial finds. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Variable {
    /** All brokers. */
    TRIAL_BOOTSTRAP_SERVERS("all brokers as `host:port`, separated by commas"),
    /** The first topic. */
    TRIAL_TOPIC("the first topic of the scenario"),
    /** All topics. */
    TRIAL_TOPICS("all its topics, separated by commas"),
    /** All that clients need. */
    TRIAL_CLIENT_PROPERTIES("a file in the form of Java properties with all that a Kafka client needs to get in"),
    /** What this process is. */
    TRIAL_ROLE("`application`, `producer` or `consumer`"),
    /** The scenario. */
    TRIAL_SCENARIO("the scenario's name"),
    /** The engine. */
    TRIAL_ENGINE("the engine's name"),
    /** The seed. */
    TRIAL_SEED("the seed of the run");

    private final String meaning;

    Variable(String meaning) {
        this.meaning = meaning;
    }

    /** What is in it. */
    public String meaning() {
        return meaning;
    }
}
