/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** A group of levers an engine has or has not; a test that needs a missing one is skipped with the reason. */
public enum Capability {
    /** Crash, restart and graceful stop of a broker. */
    PROCESS,
    /** Power loss, and a wiped disk of a broker. */
    POWER_LOSS,
    /** A full, slow or failed disk of a broker. */
    DISK,
    /** Freeze a broker and let it run on. */
    PAUSE,
    /** Cut or delay client to broker and back. */
    CLIENT_LINKS,
    /** Cut or delay broker to broker. */
    BROKER_LINKS,
    /** Cut or delay broker to controller and back, and controller to controller. */
    CONTROLLER_LINKS,
    /** Crash, restart, stop and freeze of a controller. */
    CONTROLLER_PROCESS,
    /** Drop, hold, repeat or answer single requests of clients. */
    WIRE,
    /** The same with requests of brokers and controllers. */
    NODE_WIRE,
    /** Delay, failure or end of a node at a point of its code. */
    CODE,
    /** Another version of Apache Kafka for a node that has its data already. */
    UPGRADE,
    /** A wall clock that goes wrong. */
    CLOCK,
    /** What administrators do, see {@link AdminAct}. */
    ADMIN,
    /** A link of little bandwidth, for the ends whose links it can cut. */
    THROTTLE,
    /** Connections that are reset, for the ends whose links it can cut. */
    RESET,
    /** Links and requests of the clients with one client.id, see {@link Endpoint.Client}. */
    CLIENT_IDS,
    /** Tells how the states of consumer groups change. */
    GROUP_EVENTS,
    /** Tells how the states of transactions change, and who coordinates them. */
    TRANSACTION_EVENTS
}
