/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.ConfigChangeRules.Change;
import io.kafkatrial.engine.embedded.api.ConfigChangeRules.Op;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * The loggers of a broker: none, as of a Kafka broker that runs without Log4j. What the engine logs is a
 * matter of the test's JVM, and a client must not turn that up or down.
 */
final class BrokerLoggers {

    private BrokerLoggers() {}

    /** Refuse a change of loggers as a broker without loggers does; a change of nothing is fine. */
    static void refuse(int brokerId, Change change) {
        checkNode(brokerId, change.target().name());
        change.ops().forEach(BrokerLoggers::refuse);
    }

    private static void checkNode(int brokerId, String name) {
        int asked;
        try {
            asked = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("Node id must be an integer, but it is: " + name);
        }
        if (asked != brokerId) {
            throw new InvalidRequestException("Unexpected node id. Expected " + brokerId + ", but received " + asked);
        }
    }

    private static void refuse(Op op) {
        OpType type = OpType.forId(op.type());
        if (type == OpType.SET || type == OpType.DELETE) {
            throw new InvalidConfigurationException("Logger " + op.name() + " does not exist!");
        }
        if (type == null) { // where Kafka's handler fails
            throw new UnknownServerException();
        }
        throw new InvalidRequestException(type + " operation is not allowed for the BROKER_LOGGER resource");
    }
}
