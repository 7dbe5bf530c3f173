/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import java.util.SplittableRandom;

/** Where fresh seeds come from: the one place of the façade that is not repeatable. */
final class Seeds {

    /** Seeds need to differ, not to be secret; {@code SecureRandom} would cost 80 ms of a fresh JVM. */
    private static final SplittableRandom SOURCE = new SplittableRandom();

    private Seeds() {}

    /** A seed nobody chose; 6 to 9 digits, because people will copy it by hand. */
    static synchronized long fresh() {
        return 100_000L + SOURCE.nextInt(999_900_000);
    }
}
