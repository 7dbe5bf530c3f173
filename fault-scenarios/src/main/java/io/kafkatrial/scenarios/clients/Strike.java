/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.Ongoing;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fault that meets clients at points of their work, or strikes them at once: crash, leak, pause, slowness, failure.
 * Safe for use by several threads.
 */
final class Strike implements Ongoing {

    private final String what;
    private final Account account = new Account();
    private final Set<StagedClient> paused = ConcurrentHashMap.newKeySet();
    private final Consumer<Strike> end;
    private volatile String detail = "";
    private @Nullable Meeting meeting;

    /**
     * A fault.
     *
     * @param what in words, for example {@code crash}
     * @param end is told when it is undone
     */
    Strike(String what, Consumer<Strike> end) {
        this.what = what;
        this.end = end;
    }

    Account account() {
        return account;
    }

    /** It waits for clients at points of their work. */
    void waitsAt(Meeting at, List<StagedClient> clients) {
        meeting = at;
        detail = what + " waits for " + names(clients);
    }

    /** It struck at once. */
    void struck(List<StagedClient> clients) {
        detail = what + " of " + names(clients);
    }

    private static String names(List<StagedClient> clients) {
        return clients.stream().map(StagedClient::name).collect(Collectors.joining(", "));
    }

    @Nullable
    Meeting meeting() {
        return meeting;
    }

    void crash(StagedClient client, String where) {
        if (client.crash()) {
            account.touched(client + " crashed" + where);
        } else {
            account.note(client + " had crashed already");
        }
    }

    void leak(StagedClient client, String where) {
        client.leak();
        account.touched(client + " was lost" + where);
    }

    void pause(StagedClient client, String where) {
        if (!client.isCrashed() && paused.add(client)) {
            client.pause();
            account.touched(client + " stood still" + where);
        }
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return account.touched();
    }

    @Override
    public String evidence() {
        Meeting at = meeting;
        String words = account.words();
        String stopped = paused.isEmpty()
                ? ""
                : "; " + paused.stream().mapToLong(StagedClient::stopped).sum() + " times a thread waited";
        String passed = at == null ? "" : "; " + at.passed() + (at.passed() == 1 ? " passage" : " passages");
        return (words.isEmpty() ? detail : words) + stopped + passed;
    }

    @Override
    public String undo() {
        Meeting at = meeting;
        if (at != null) {
            at.end();
        }
        paused.forEach(StagedClient::resume);
        boolean resumed = !paused.isEmpty();
        end.accept(this);
        return resumed ? "resumed" : "ended";
    }
}
