/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.apache.metadata.ClusterView;

/**
 * What is known of the cluster, and who is told.
 *
 * @param view the committed metadata
 * @param events handed to all listeners
 */
record Outlook(ClusterView view, EventHub events) {

    /** Nothing known, nobody told. */
    Outlook() {
        this(new ClusterView(), new EventHub());
    }
}
