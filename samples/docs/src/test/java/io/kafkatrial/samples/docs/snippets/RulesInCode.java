/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.Cluster;
import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.Inject;
import io.kafkatrial.junit.InjectAction;
import io.kafkatrial.junit.InjectRule;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The tests of docs/code-faults.md. Compiled only: this build runs without the agent. */
@KafkaCluster
@Topic(name = "orders")
class RulesInCode {

    /** An application. */
    static class OrderDesk {
        OrderDesk(Producer<String, String> producer) {
            producer.flush();
        }

        void open() {}
    }

    // tag::inject
    @Test
    @Inject(
            className = "OrderGateway",
            method = "store",
            action = InjectAction.THROW,
            exception = "java.lang.IllegalStateException",
            message = "database away",
            nth = 3)
    @Delivers(AT_LEAST_ONCE)
    void thirdOrderCannotBeStoredAtFirst(Producer<String, String> producer) {
        new OrderDesk(producer).open();
    }
    // end::inject

    // tag::raw
    @Test
    @InjectRule(
            """
            RULE slow down what is large
            CLASS com.example.OrderGateway
            METHOD store(String)
            AT ENTRY
            IF $1.length() > 1000
            DO delay(200)
            ENDRULE
            """)
    void largeOrdersAreSlow(Producer<String, String> producer) {
        new OrderDesk(producer).open();
    }
    // end::raw

    void inCode(Cluster cluster) {
        // tag::code
        var where = new ApplicationRule.Where("OrderGateway", "store", ApplicationRule.At.EXIT, 0);
        cluster.inject(new Fault.InApplication(
                new ApplicationRule.AtMethod(where, new ApplicationRule.Act.CrashClient(), Passages.nth(5)),
                Optional.empty()));
        // end::code
    }

    void asTrigger(Cluster cluster) {
        // tag::trigger
        var where = new ApplicationRule.Where("OrderGateway", "store", ApplicationRule.At.ENTRY, 0);
        cluster.inject(Plan.of(
                4711,
                "crash",
                new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.empty()),
                new Trigger.InApplication(where, 5)));
        // end::trigger
    }
}
