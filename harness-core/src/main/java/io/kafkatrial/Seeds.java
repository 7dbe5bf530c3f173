/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import java.security.SecureRandom;

/** Where fresh seeds come from: the one place of the façade that is not repeatable. */
final class Seeds {

    private static final SecureRandom SOURCE = new SecureRandom();

    private Seeds() {}

    /** A seed nobody chose; 6 to 9 digits, because people will copy it by hand. */
    static long fresh() {
        return 100_000L + SOURCE.nextInt(999_900_000);
    }
}
