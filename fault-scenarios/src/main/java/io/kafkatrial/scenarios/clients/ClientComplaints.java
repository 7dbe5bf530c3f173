/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.engine.TrialException;

/** Every message about faults of clients: what, whom, why, what to do. */
final class ClientComplaints {

    private ClientComplaints() {}

    static TrialException unknownClient(Object network, Throwable cause) {
        return new TrialException(
                "the sockets of " + network.getClass().getName() + " cannot be reached: " + cause
                        + ". This version of kafka-clients is built unlike 3.6 to 4.4; crash the client in code with"
                        + " RecordingConsumer.crash(), or use one of those.",
                cause);
    }

    static TrialException noTwin(StagedClient client) {
        return new TrialException(client + " can have no twin: it has neither a transactional.id nor a"
                + " group.instance.id, so that a second one would be a stranger. Give it one, or pause it:"
                + " after max.poll.interval.ms or session.timeout.ms it is a zombie.");
    }

    static String notOfProducers(String act) {
        return act + " is for consumers of a group. Mean them: member:GROUP, or client:ID.";
    }

    static String noClientTarget(String target) {
        return target + " is no client. Mean clients, client:ID, member:GROUP, member:GROUP/1 or producer:ID.";
    }
}
