/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Target;
import java.util.List;
import java.util.stream.Stream;

/** Whom a {@link CrashBroker} names. */
final class CrashTargets {

    private CrashTargets() {}

    /** The attributes that name somebody. */
    static List<String> shown(Attributes crash) {
        return Stream.of("leaderOf", "followerOf", "followersOf", "coordinatorOf", "broker", "on", "any")
                .filter(name -> !List.of("", "0", "false").contains(crash.text(name)))
                .toList();
    }

    /** The one target that is given. */
    static Target of(CrashBroker crash) {
        Attributes attributes = new Attributes(crash);
        List<String> given = shown(attributes).stream()
                .map(name -> name + " = " + attributes.text(name))
                .toList();
        if (given.size() != 1) {
            throw JunitComplaints.crashTargets(given);
        }
        if (!crash.leaderOf().isEmpty()) {
            return Target.leaderOf(crash.leaderOf());
        }
        if (!crash.followerOf().isEmpty()) {
            return Target.followerOf(crash.followerOf());
        }
        if (!crash.followersOf().isEmpty()) {
            return Target.followersOf(crash.followersOf());
        }
        if (!crash.coordinatorOf().isEmpty()) {
            return Target.coordinatorOf(crash.coordinatorOf());
        }
        if (!crash.on().isEmpty()) {
            return Target.parse(crash.on());
        }
        return crash.any() ? new Target.AnyBroker() : Target.broker(crash.broker());
    }
}
