/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

/** One end of a directed link: a broker, a controller, all clients together, or those of one name. */
public sealed interface Endpoint {

    /** The broker with this Kafka node id. */
    record Broker(int id) implements Endpoint {
        @Override
        public String toString() {
            return "broker " + id;
        }
    }

    /** The controller with this Kafka node id. */
    record Controller(int id) implements Endpoint {
        @Override
        public String toString() {
            return "controller " + id;
        }
    }

    /** Every client outside the cluster. */
    record Clients() implements Endpoint {
        @Override
        public String toString() {
            return "clients";
        }
    }

    /** The clients outside the cluster that call themselves by this {@code client.id}. */
    record Client(String clientId) implements Endpoint {
        public Client {
            requireNonNull(clientId, "clientId");
        }

        @Override
        public String toString() {
            return "client " + clientId;
        }
    }

    /** The broker with this id. */
    static Endpoint broker(int id) {
        return new Broker(id);
    }

    /** The controller with this id. */
    static Endpoint controller(int id) {
        return new Controller(id);
    }

    /** All clients. */
    static Endpoint clients() {
        return new Clients();
    }

    /** The clients with this {@code client.id}. */
    static Endpoint client(String clientId) {
        return new Client(clientId);
    }
}
