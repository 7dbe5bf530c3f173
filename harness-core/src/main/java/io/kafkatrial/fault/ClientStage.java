/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who knows the clients of the application under test, and can do something to them; a cluster's engine cannot. The
 * recording clients are one, registered by {@code Cluster.stage}. A plan with faults of clients on a cluster without a
 * stage is refused before anything fires.
 *
 * <p>Called on plans' worker threads, several at a time.
 */
public interface ClientStage {

    /** Why this can never be done here, whoever appears; empty if it can. Asked before anything fires. */
    Optional<String> cannot(Fault.OnClients fault);

    /**
     * Do it to the clients the target means now.
     *
     * @param name of the fault, for messages and records
     * @throws Unresolved if the target means nobody now; asked again at every {@link ClientEvent.Appeared}
     */
    Ongoing act(String name, Fault.OnClients fault) throws Unresolved;

    /**
     * Crash the client that this very thread called last, as {@link ClientAct.Crash} does; see {@link
     * ApplicationRule.Act.CrashClient}.
     *
     * @return which; empty if the thread is not one of the application's that called a client
     */
    default Optional<String> crashHere() {
        return Optional.empty();
    }

    /**
     * Tell this one of every {@link ClientEvent.Appeared} from now on; called once, when the stage is registered. What
     * clients are handed and handle is known from the history.
     */
    void listen(Consumer<ClientEvent> told);
}
