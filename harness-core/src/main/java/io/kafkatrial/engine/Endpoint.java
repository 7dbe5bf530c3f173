/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** One end of a directed link: a broker, a controller, or all clients together. */
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
}
