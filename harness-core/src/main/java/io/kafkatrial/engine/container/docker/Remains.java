/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Removes what was made, by its labels. Safe for use by several threads. */
final class Remains {

    private final DockerClient client;

    Remains(DockerClient client) {
        this.client = client;
    }

    void removeContainer(String id) {
        try {
            client.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException gone) {
            // somebody else removes it
        }
    }

    /** Containers with this label, all at the same time, and then what they were in. */
    void removeAll(String label) {
        List<String> labels = List.of(label);
        client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().parallelStream()
                .forEach(container -> removeContainer(container.getId()));
        client.listNetworksCmd().withFilter("label", labels).exec().forEach(network -> {
            try {
                client.removeNetworkCmd(network.getId()).exec();
            } catch (NotFoundException gone) {
                // somebody else has removed it
            }
        });
        var volumes = client.listVolumesCmd().withFilter("label", labels).exec().getVolumes();
        if (volumes != null) {
            volumes.forEach(volume -> {
                try {
                    client.removeVolumeCmd(volume.getName()).exec();
                } catch (NotFoundException gone) {
                    // somebody else has removed it
                }
            });
        }
    }

    /** Remove what processes of this machine have left that are no more. */
    void sweep() {
        Set<String> owners = new LinkedHashSet<>();
        List<String> label = List.of(Owner.LABEL);
        client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label)
                .exec()
                .forEach(container -> add(container.getLabels(), owners));
        client.listNetworksCmd().withFilter("label", label).exec().forEach(it -> add(it.getLabels(), owners));
        var volumes = client.listVolumesCmd().withFilter("label", label).exec().getVolumes();
        if (volumes != null) {
            volumes.forEach(it -> add(it.getLabels(), owners));
        }
        for (String owner : owners) {
            Owner.parse(owner).filter(Owner::isGone).ifPresent(gone -> removeQuietly(gone));
        }
    }

    private static void add(Map<String, String> labels, Set<String> owners) {
        Optional.ofNullable(labels).map(all -> all.get(Owner.LABEL)).ifPresent(owners::add);
    }

    /** Its own caretaker may be at it. */
    private void removeQuietly(Owner gone) {
        try {
            removeAll(Owner.LABEL + "=" + gone);
        } catch (DockerException busy) {
            // the next one tries again
        }
    }
}
