package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kafkatrial.fault.ApplicationRule.At;
import io.kafkatrial.junit.Inject;
import io.kafkatrial.junit.InjectAction;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

@KafkaCluster(brokers = 1)
@Topic(name = "orders")
class DeskTest {

    @Test
    @Inject(className = "Desk", method = "book", action = InjectAction.THROW, message = "no ink", nth = 2)
    void secondOrderFails() throws Exception {
        Desk desk = new Desk();
        assertEquals("booked a", desk.book("a"));
        assertEquals("no ink", assertThrows(IllegalStateException.class, () -> desk.book("b")).getMessage());
        assertEquals("booked c", desk.book("c"));
        assertEquals("yes", System.getProperty("from.the.build"));
        Files.createFile(Path.of("target", "passed-" + System.getProperty("step", "failsafe")));
    }

    @Test
    @Inject(className = "Desk", method = "book", at = At.EXIT, action = InjectAction.CRASH_CLIENT)
    void clientOfTheThreadDies(Producer<String, String> producer) {
        producer.partitionsFor("orders");
        new Desk().book("a");
        assertThrows(ClientCrashedException.class, () -> producer.partitionsFor("orders"));
    }

    @Test
    void ruleIsGoneInTheNextTest() {
        assertEquals("booked a", new Desk().book("a"));
        assertEquals("booked b", new Desk().book("b"));
    }
}
