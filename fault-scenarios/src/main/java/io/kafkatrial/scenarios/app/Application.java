/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An application to be put on trial, in the same process. Has a public constructor without parameters; each run makes one
 * anew. Its clients are recorded if they take {@link ApplicationStage#clientProperties}.
 */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface Application {

    /**
     * Do the work, and close what was opened. Called once, by a thread of its own, which is interrupted if it does not
     * end in time.
     *
     * @throws Exception if the application itself fails: the run has failed then, whatever was delivered
     */
    void run(ApplicationStage stage) throws Exception;
}
