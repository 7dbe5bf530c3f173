/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A race of Kafka's Java producer, brought about: its sender thread looks whether a batch is incomplete, and takes the
 * next request of the transaction after that; what the application sends in between, the commit overtakes. The same
 * against brokers of Apache Kafka; docs/clients.md tells it. A test here that fails after a change of kafka-clients is
 * good news.
 */
class EarlyCommitTest {

    private static Map<String, String> outcomes = Map.of();

    @BeforeAll
    static void runWithTheAgent(@TempDir Path directory) throws Exception {
        outcomes = AgentJvm.run(EarlyCommitFixture.class, AgentJvm.agent(directory));
    }

    @Test
    void commitThatOvertakesTheOnlyRecordKillsTheProducer() {
        assertThat(outcomes.get("alone")).contains("InvalidTxnStateException");
    }

    @Test
    void commitThatOvertakesTheLastRecordSucceedsWithoutItAndTheNextTransactionTakesIt() {
        assertThat(outcomes.get("behind")).isEqualTo("committed, second sent false, [first]");
    }

    @Test
    void flushBeforeTheCommitKeepsThemTogether() {
        assertThat(outcomes.get("flushed")).isEqualTo("committed, [first]");
    }
}
