/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.scenarios.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An application of the user's own. A value.
 *
 * @param parts an application, or a producer, a consumer or both
 * @param bound how long it may take
 * @param recording who records it; empty for what fits: interceptors if all of it runs in this process, else the wire
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record OwnApplication(List<Part> parts, Duration bound, Optional<Recording> recording) {

    /** How long it may take, unless told otherwise. */
    public static final Duration BOUND = Duration.ofMinutes(2);

    public OwnApplication {
        parts = List.copyOf(parts);
        requireNonNull(bound, "bound");
        requireNonNull(recording, "recording");
        long roles = parts.stream().map(Part::role).distinct().count();
        boolean mixed = parts.size() > 1 && parts.stream().anyMatch(part -> part.role() == Role.APPLICATION);
        if (parts.isEmpty() || mixed || roles < parts.size()) {
            throw AppComplaints.parts();
        }
    }

    /** One part that does everything. */
    public static OwnApplication of(Code code) {
        return of(new Part(Role.APPLICATION, code));
    }

    /** These parts. */
    public static OwnApplication of(Part... parts) {
        return new OwnApplication(List.of(parts), BOUND, Optional.empty());
    }

    @Override
    public String toString() {
        return parts.stream()
                .map(part -> (part.role() == Role.APPLICATION ? "" : part.role() + " ") + part.code())
                .collect(Collectors.joining(", "));
    }
}
