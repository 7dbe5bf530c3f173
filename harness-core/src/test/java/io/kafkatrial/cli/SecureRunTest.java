/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} with users, certificates and access rules. */
class SecureRunTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    /** The process ends when {@code whileItRuns} returns, which is given the ready file. */
    private int run(Consumer<Properties> whileItRuns, String... args) {
        Path file = folder.resolve("ready");
        Lifeline lifeline = new Lifeline() {
            @Override
            public void onEnd(Runnable cleanUp) {
                // the test's process goes on
            }

            @Override
            public void awaitEnd() {
                whileItRuns.accept(read(file));
            }

            @Override
            public void end() {
                // nobody waits
            }
        };
        Main.Console console = new Main.Console(
                InputStream.nullInputStream(), new PrintWriter(out, true), new PrintWriter(err, true), lifeline);
        String[] words = new String[args.length + 3];
        words[0] = "run";
        words[1] = "--ready-file";
        words[2] = file.toString();
        System.arraycopy(args, 0, words, 3, args.length);
        return Main.run(words, console);
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (java.io.IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
        return properties;
    }

    private static Set<String> topicsSeenBy(Path clientFile) {
        try (Admin admin = Admin.create(read(clientFile))) {
            return new HashSet<>(admin.listTopics().names().get());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void usersGetInByTheFilesThatAreTold() {
        // Given
        Path files = folder.resolve("clients");
        List<Set<String>> seen = new java.util.ArrayList<>();
        // When
        int exit = run(
                ready -> {
                    assertThat(ready).containsEntry("client.files", files.toString());
                    seen.add(topicsSeenBy(files.resolve("alice.properties")));
                    seen.add(topicsSeenBy(files.resolve("bob.properties")));
                    seen.add(topicsSeenBy(Path.of(ready.getProperty("client.properties"))));
                },
                "--brokers",
                "1",
                "--topic",
                "orders",
                "--topic",
                "audit",
                "--protocol",
                "sasl_ssl",
                "--mechanism",
                "SCRAM-SHA-256,PLAIN",
                "--user",
                "alice:wonder",
                "--user",
                "bob:builder",
                "--acl",
                "alice allow DESCRIBE topic:orders",
                "--client-files",
                files.toString());
        // Then
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(Main.OK);
        assertThat(seen).containsExactly(Set.of("orders"), Set.of(), Set.of("orders", "audit"));
        assertThat(out.toString())
                .contains(
                        "client files      = " + files + ": alice.properties, bob.properties, trial-admin.properties");
        assertThat(files.resolve("ca.pem")).exists();
    }

    @ParameterizedTest
    @CsvSource({"SASL_PLAINTEXT", "SASL_SSL"})
    void filesNobodyAskedForGoWithTheProcess(String protocol) {
        Path[] told = new Path[1];
        int exit = run(
                ready -> {
                    told[0] = Path.of(ready.getProperty("client.files"));
                    assertThat(told[0].resolve("alice.properties")).exists();
                },
                "--brokers",
                "1",
                "--protocol",
                protocol,
                "--user",
                "alice:wonder");
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(Main.OK);
        assertThat(told[0]).doesNotExist();
    }

    @Test
    void placeIsAdvertised() {
        int exit = run(
                ready -> assertThat(ready.getProperty("bootstrap.servers")).startsWith("localhost:"),
                "--brokers",
                "1",
                "--bind",
                "0.0.0.0",
                "--advertise",
                "localhost");
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(Main.OK);
        assertThat(out.toString()).doesNotContain("client files");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--protocol TLS | protocol 'TLS' is not known: there are PLAINTEXT, SASL_PLAINTEXT, SSL, SASL_SSL",
                "--protocol SASL_SSL | listener SASL_SSL is not possible without users",
                "--protocol SASL_SSL --user alice | user 'alice' has no password",
                "--protocol SASL_SSL --user al,ice:x | its name is no plain word",
                "--protocol SASL_SSL --user alice:x --mechanism MD5 | SASL mechanism 'MD5' is not known",
                "--protocol SASL_SSL --user alice:x --client-auth maybe | client authentication 'maybe' is not known",
                "--protocol SASL_SSL --user alice:x --acl nonsense | access rule 'nonsense' cannot be understood",
                "--user alice:x | users [alice] are not possible with protocol PLAINTEXT",
                "--mechanism PLAIN | SASL mechanism [PLAIN] is not possible with protocol PLAINTEXT",
                "--client-auth required | client authentication required is not possible with protocol PLAINTEXT",
                "--authorize | access rules are not possible with protocol PLAINTEXT",
                "--bind not/a/host | host 'not/a/host' is not possible",
            })
    void impossibleWishIsRefusedBeforeAnythingStarts(String args, String complaint) {
        int exit = run(ready -> {}, args.split(" "));
        assertThat(exit).isEqualTo(Main.USAGE);
        assertThat(err.toString()).startsWith("kafka-trial: ").contains(complaint);
        assertThat(out.toString()).isEmpty();
    }
}
