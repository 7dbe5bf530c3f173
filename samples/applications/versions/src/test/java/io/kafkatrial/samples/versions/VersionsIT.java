/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** kafka-clients 2.8, 3.9 and 4.4 at once in one JVM, against one cluster. */
@Timeout(60)
class VersionsIT {
    private static final List<String> VERSIONS = List.of("2.8.2", "3.9.2", "4.4.0");
    private static final int RECORDS = 60;

    private static final Map<String, Client> clients = new LinkedHashMap<>();
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.builder().brokers(3).start();
        for (String version : VERSIONS) {
            clients.put(version, Versions.load(version, cluster.bootstrapServers()));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void clientIsOfItsVersion(String version) {
        assertThat(clients.get(version).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void whatOneVersionSendsAllVersionsRead(String version) {
        String topic = "sent-by-" + version;
        List<String> sent = values(version);
        assertThat(clients.get(version).createTopic(topic)).contains(topic);

        clients.get(version).send(topic, sent);

        clients.forEach((reader, client) -> assertThat(client.read(topic, topic + "-read-by-" + reader, RECORDS))
                .as("read by %s", reader)
                .containsExactlyInAnyOrderElementsOf(sent));
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void offsetsThatOneVersionCommitsAllVersionsSee(String version) {
        String topic = "committed-by-" + version;
        String group = topic + "-group";
        clients.get(version).createTopic(topic);
        clients.get(version).send(topic, values(version));

        clients.get(version).read(topic, group, RECORDS);

        clients.forEach((reader, client) -> {
            assertThat(client.groups()).as("seen by %s", reader).contains(group);
            assertThat(client.committed(group, topic).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("seen by %s", reader)
                    .isEqualTo(RECORDS);
        });
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void membersOfAllVersionsShareOneGroupOneAfterTheOther(String version) {
        String topic = "continued-after-" + version;
        String group = topic + "-group";
        clients.get(version).createTopic(topic);
        clients.get(version).send(topic, values("first"));
        clients.get(version).read(topic, group, RECORDS);

        for (var next : clients.entrySet()) {
            List<String> sent = values("for " + next.getKey());
            next.getValue().send(topic, sent);
            assertThat(next.getValue().read(topic, group, RECORDS))
                    .as("%s goes on", next.getKey())
                    .containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void configurationIsSetAndRead(String version) {
        String topic = "configured-by-" + version;
        clients.get(version).createTopic(topic);

        assertThat(clients.get(version).retention(topic, 123_456)).isEqualTo("123456");
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void whatOneVersionAbortsNoVersionReads(String version) {
        String topic = "transacted-by-" + version;
        clients.get(version).createTopic(topic);
        List<String> committed = values("committed");

        clients.get(version).transact(topic, values("aborted"), committed);

        clients.forEach((reader, client) -> assertThat(client.read(topic, topic + "-read-by-" + reader, RECORDS))
                .as("read by %s", reader)
                .containsExactlyInAnyOrderElementsOf(committed));
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void transactionCarriesOffsetsOfItsGroup(String version) {
        String from = "copied-by-" + version;
        String to = from + "-to";
        String group = from + "-group";
        clients.get(version).createTopic(from);
        clients.get(version).createTopic(to);
        List<String> sent = values(version);
        clients.get(version).send(from, sent);

        clients.get(version).copy(from, to, group, RECORDS);

        clients.forEach((reader, client) -> assertThat(client.read(to, to + "-read-by-" + reader, RECORDS))
                .as("read by %s", reader)
                .containsExactlyInAnyOrderElementsOf(sent));
        assertThat(clients.get(version).committed(group, from).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(RECORDS);
    }

    private static List<String> values(String prefix) {
        return IntStream.range(0, RECORDS).mapToObj(n -> prefix + " " + n).toList();
    }
}
