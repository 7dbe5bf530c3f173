/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Unresolved;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All clients of a trial, in the order they appeared. Safe for use by several threads. */
final class Roster {

    private final List<StagedClient> clients = new CopyOnWriteArrayList<>();

    void add(StagedClient client) {
        clients.add(client);
    }

    List<StagedClient> all() {
        return List.copyOf(clients);
    }

    /** Whom the target means now, the living. */
    List<StagedClient> find(Target who) throws Unresolved {
        List<StagedClient> found = clients.stream()
                .filter(client -> means(who, client) && !client.isGone())
                .toList();
        if (found.isEmpty()) {
            throw new Unresolved("no client is " + who);
        }
        return found;
    }

    /** Whether the target is of clients at all. */
    static boolean isOfClients(Target who) {
        return who instanceof Target.AllClients
                || who instanceof Target.ClientId
                || who instanceof Target.Member
                || who instanceof Target.ProducerOf;
    }

    boolean means(Target who, StagedClient client) {
        if (who instanceof Target.ClientId id) {
            return client.name().equals(id.id())
                    || client.config("client.id").filter(id.id()::equals).isPresent();
        }
        if (who instanceof Target.Member member) {
            return isMember(client, member.group())
                    && (member.nth() == 0 || position(client, member.group()) == member.nth());
        }
        if (who instanceof Target.ProducerOf producer) {
            return client.config("transactional.id")
                    .filter(producer.transactionalId()::equals)
                    .isPresent();
        }
        return who instanceof Target.AllClients;
    }

    private static boolean isMember(StagedClient client, String group) {
        return client.isConsumer()
                && client.config("group.id").filter(group::equals).isPresent();
    }

    private int position(StagedClient client, String group) {
        int position = 0;
        for (StagedClient one : clients) {
            if (isMember(one, group)) {
                position++;
            }
            if (one == client) {
                return position;
            }
        }
        return position + 1;
    }

    /** The client that this thread called last. */
    Optional<StagedClient> of(Thread thread) {
        return clients.stream()
                .filter(client -> client.isOf(thread) && !client.isGone())
                .reduce((before, last) -> last);
    }
}
