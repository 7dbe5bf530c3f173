/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are not apache/kafka: another entry point, another processor, not Kafka at all. */
class ContainerImagesTest {

    private static final String FOREIGN = "kafka-trial-foreign:1";
    private static final int PROGRAM = 0100755;

    /** The head of a program for the other kind of 64-bit processor: ELF, executable, EM_AARCH64. */
    private static final byte[] ARM_PROGRAM =
            Arrays.copyOf(HexFormat.of().parseHex("7f454c46020101000000000000000000" + "0200b70001000000"), 256);

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(ImageChoice.ENTRY_PROPERTY);
    }

    private static ClusterBuilder one() {
        return Cluster.builder().engine("container").brokers(1).combined(true);
    }

    @Test
    void imageWithoutAnEntryPointIsRunByKafkasOwnScripts() throws Exception {
        DockerAvailable.orSkip();
        System.setProperty(ImageChoice.ENTRY_PROPERTY, "scripts");
        try (Cluster cluster = one().topic("orders", 1).start();
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", "before")).get();

            cluster.pull(new Lever.Stop(1));
            assertThat(cluster.running().state(1)).isEqualTo(NodeState.STOPPED);
            cluster.pull(new Lever.Restart(1));

            assertThat(producer.send(new ProducerRecord<>("orders", "after"))
                            .get()
                            .offset())
                    .as("its storage was not formatted again")
                    .isEqualTo(1);
        }
    }

    @Test
    void imageForAnotherProcessorIsToldAsThat() throws Exception {
        assumeThat(DockerAvailable.orSkip().architecture())
                .as("the program is for arm64")
                .isEqualTo("amd64");
        docker("load", "-i", image("arm64"));
        try {
            assertThatThrownBy(() -> one().config("trial.image", FOREIGN).start())
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("the image " + FOREIGN + " is for arm64 and Docker runs on amd64")
                    .hasMessageContaining("Its image was built for another processor: take one for this one")
                    .hasMessageContaining("exec format error");
        } finally {
            docker("image", "rm", FOREIGN);
        }
    }

    @Test
    void imageThatIsNotKafkasSaysWhatIsExpectedOfIt() throws Exception {
        DockerAvailable.orSkip();
        System.setProperty(ImageChoice.ENTRY_PROPERTY, "scripts");
        docker("load", "-i", image(ContainerEngine.docker().architecture()));
        try {
            assertThatThrownBy(() -> one().config("trial.image", FOREIGN).start())
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("Docker does not start broker 1")
                    .hasMessageContaining("executable file not found")
                    .hasMessageContaining("The image lacks what the engine starts");
        } finally {
            docker("image", "rm", FOREIGN);
        }
    }

    /** An image with one program in it, which no processor here runs, in the form that {@code docker load} takes. */
    private String image(String architecture) throws Exception {
        Path layer = tar("layer.tar", Map.of("bin/kafka", ARM_PROGRAM));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(layer)));
        String config =
                "{\"architecture\":\"" + architecture + "\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"/bin/kafka\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + digest + "\"]}}";
        String manifest =
                "[{\"Config\":\"config.json\",\"RepoTags\":[\"" + FOREIGN + "\"],\"Layers\":[\"layer.tar\"]}]";
        Map<String, byte[]> files = new TreeMap<>();
        files.put("config.json", config.getBytes(StandardCharsets.UTF_8));
        files.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        files.put("layer.tar", Files.readAllBytes(layer));
        return tar("image.tar", files).toString();
    }

    private Path tar(String name, Map<String, byte[]> files) throws IOException {
        Path tar = directory.resolve(name);
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setMode(PROGRAM);
                entry.setSize(file.getValue().length);
                out.putArchiveEntry(entry);
                out.write(file.getValue());
                out.closeArchiveEntry();
            }
        }
        return tar;
    }

    private static void docker(String... words) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("docker"), Stream.of(words)).toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException missing) {
            abort("there is no command docker to load an image with: " + missing.getMessage());
        }
    }
}
