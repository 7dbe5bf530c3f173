/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.Ongoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Consumers that leave their group in good order with their next poll, and may come back when this is undone. */
final class Away implements Ongoing {

    private final Map<StagedClient, Leaving> leaving = new LinkedHashMap<>();

    Away(List<StagedClient> clients) {
        for (StagedClient client : clients) {
            Leaving one = new Leaving(client);
            leaving.put(client, one);
            client.leaving(one);
        }
    }

    @Override
    public String detail() {
        return leaving.keySet().stream().map(StagedClient::name).collect(Collectors.joining(", "))
                + " may leave with the next poll";
    }

    @Override
    public long touched() {
        return leaving.values().stream().filter(Leaving::hasLeft).count();
    }

    @Override
    public String evidence() {
        String gone = leaving.entrySet().stream()
                .filter(one -> one.getValue().hasLeft())
                .map(one -> one.getKey().name())
                .collect(Collectors.joining(", "));
        return gone.isEmpty() ? detail() : gone + " left the group";
    }

    @Override
    public String undo() {
        leaving.values().forEach(Leaving::mayComeBack);
        return "it may come back";
    }
}
