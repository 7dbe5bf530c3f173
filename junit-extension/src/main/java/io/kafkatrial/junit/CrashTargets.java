/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Target;
import java.util.ArrayList;
import java.util.List;

/** Whom a {@link CrashBroker} names. */
final class CrashTargets {

    private CrashTargets() {}

    /** The targets that are given, as written. */
    static List<String> given(CrashBroker crash) {
        List<String> given = new ArrayList<>();
        named(given, "leaderOf", crash.leaderOf());
        named(given, "followerOf", crash.followerOf());
        named(given, "followersOf", crash.followersOf());
        named(given, "coordinatorOf", crash.coordinatorOf());
        named(given, "broker", crash.broker() == 0 ? "" : String.valueOf(crash.broker()));
        named(given, "any", crash.any() ? "true" : "");
        return given;
    }

    private static void named(List<String> given, String attribute, String value) {
        if (!value.isEmpty()) {
            given.add(attribute + " = " + value);
        }
    }

    /** The one target that is given. */
    static Target of(CrashBroker crash) {
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
        return crash.any() ? new Target.AnyBroker() : Target.broker(crash.broker());
    }
}
