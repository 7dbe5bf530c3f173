/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import java.nio.file.Path;

/** The jar of Byteman, found as brokers' jars are, for whoever puts rules into code. Stateless. */
public final class AgentJar {

    private AgentJar() {}

    /**
     * Find it in the local repository, or fetch it.
     *
     * @throws io.kafkatrial.engine.TrialException if it is not to be had
     */
    public static Path find() {
        return Installation.codeAgent();
    }
}
