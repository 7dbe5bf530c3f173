/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same faults, asked for by a process that is attached. */
class EveryFaultOnAttachedTest extends EveryFaultOnEmbeddedTest {

    @TempDir
    Path folder;

    private SharedCluster.Share share;
    private Cluster attached;

    @BeforeEach
    void attach() {
        Path file = folder.resolve("control.properties");
        share = SharedCluster.share(super.cluster(), file);
        attached = SharedCluster.attach(file);
    }

    @Override
    Cluster cluster() {
        return attached;
    }

    @AfterEach
    void detach() {
        attached.close();
        share.close();
    }
}
