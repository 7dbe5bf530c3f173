/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.report.Secrets;
import org.junit.jupiter.api.Test;

/** What clients say of themselves comes into histories without their secrets. */
class CallsTest {

    @Test
    void errorsAreDescribedWithoutSecrets() {
        IllegalStateException error =
                new IllegalStateException("Login failed: username=\"alice\" password=\"hunter2\";");

        assertThat(Calls.describe(error))
                .contains("IllegalStateException", "alice", Secrets.MASK)
                .doesNotContain("hunter2");
    }
}
