/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What clients need to get into a cluster, as files {@code NAME.properties} of one directory, one for each user: in the
 * form of {@link Properties}, by Kafka's names, {@code bootstrap.servers} included. For clients in other processes.
 *
 * <p>Stateless.
 */
public final class ClientFiles {

    private ClientFiles() {}

    /** The file of one user. */
    public static Path of(Path directory, String user) {
        return directory.resolve(user + ".properties");
    }

    /**
     * Write the files of all users, the harness's own superuser included.
     *
     * @throws TrialException if they cannot be written
     */
    public static void write(Path directory, String bootstrapServers, ClusterSecurity security) {
        try {
            Files.createDirectories(directory);
            for (String user : security.users().keySet()) {
                Properties properties = new Properties();
                properties.setProperty("bootstrap.servers", bootstrapServers);
                for (Map.Entry<String, Object> one :
                        security.clientProperties(user).entrySet()) {
                    properties.setProperty(one.getKey(), one.getValue().toString());
                }
                try (Writer out = Files.newBufferedWriter(of(directory, user), StandardCharsets.ISO_8859_1)) {
                    properties.store(out, null);
                }
            }
        } catch (IOException failed) {
            throw SecurityComplaints.clientFiles(directory, failed);
        }
    }
}
