/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static java.util.Objects.requireNonNull;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A part of an application.
 *
 * @param code what runs
 * @param ends how it comes to its end
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Part(Role role, Code code, Ends ends) {

    public Part {
        requireNonNull(role, "role");
        requireNonNull(code, "code");
        requireNonNull(ends, "ends");
    }

    /** A part that ends as most of its role do: readers when they are told to, all others by themselves. */
    public Part(Role role, Code code) {
        this(role, code, role == Role.CONSUMER ? new Ends.WhenTold() : new Ends.ByItself());
    }

    @Override
    public String toString() {
        return "the " + role + ", " + code;
    }
}
