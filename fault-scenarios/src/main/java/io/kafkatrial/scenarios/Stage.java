/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.RecordingClients;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a running scenario works with.
 *
 * @param cluster the cluster, with the scenario's plan armed
 * @param clients where its clients come from
 * @param effects where it reports what it did with the records
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Stage(Cluster cluster, RecordingClients clients, Effects effects) {}
