/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterSpec;

/** What makes a {@link Plan} impossible on a cluster, found before anything starts. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies land
final class PlanRules {

    private PlanRules() {}

    static void check(Plan plan, ClusterSpec spec) {
        throw new UnsupportedOperationException();
    }
}
