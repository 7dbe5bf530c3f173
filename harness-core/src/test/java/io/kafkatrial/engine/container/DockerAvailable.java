/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.outside.KnownVersions;

/** Whether there is a Docker engine with the image the tests run, see src/test/docker/make-image.sh. */
final class DockerAvailable {

    static final String IMAGE = ImageChoice.official(KnownVersions.NEWEST);

    private DockerAvailable() {}

    /** The Docker engine; skips the test, with the reason, where there is none or where the image is missing. */
    static Docker orSkip() {
        try {
            Docker docker = ContainerEngine.docker();
            if (docker.image(IMAGE).isEmpty()) {
                abort("the image " + IMAGE + " is not there; make it with harness-core/src/test/docker/make-image.sh");
            }
            return docker;
        } catch (TrialException none) {
            return abort(none.getMessage());
        }
    }
}
