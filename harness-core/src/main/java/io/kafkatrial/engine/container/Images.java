/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.container.docker.DockerFailure;

/** Sees to it that an image is there. Stateless. */
final class Images {

    private Images() {}

    /**
     * Take what is there, else fetch it.
     *
     * @throws io.kafkatrial.engine.TrialException if there is no such image
     */
    static void require(Docker docker, String image) {
        try {
            if (docker.image(image).isEmpty()) {
                docker.pull(image);
            }
        } catch (DockerFailure missing) {
            throw ContainerComplaints.noImage(image, docker.place(), String.valueOf(missing.getMessage()), missing);
        }
    }
}
