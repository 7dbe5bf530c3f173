/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.EnumSet;
import java.util.Set;

/** An engine of plain maps, for tests of everything above the port. Refuses port 4242 as taken. */
public final class FakeEngine implements Engine {

    public static final int TAKEN_PORT = 4242;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void requireVersion(String version) {}

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.CONTROLLER_LINKS, Capability.UPGRADE));
    }

    @Override
    public FakeCluster start(ClusterSpec spec) {
        if (spec.firstPort().orElse(0) == TAKEN_PORT) {
            throw Complaints.portInUse(TAKEN_PORT, 1, new java.net.BindException("Address already in use"));
        }
        return new FakeCluster(spec);
    }
}
