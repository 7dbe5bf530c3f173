/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a scenario teaches, in words.
 *
 * @param name its name on command lines, in kebab case
 * @param idea what happens, and why
 * @param configuration the configuration that decides it
 * @param fault what is broken, and when
 * @param advice what to do about it
 * @param source where Kafka itself says so
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Page(String name, String idea, String configuration, String fault, String advice, String source) {
    public Page {
        requireNonNull(name, "name");
        requireNonNull(idea, "idea");
        requireNonNull(configuration, "configuration");
        requireNonNull(fault, "fault");
        requireNonNull(advice, "advice");
        requireNonNull(source, "source");
    }
}
