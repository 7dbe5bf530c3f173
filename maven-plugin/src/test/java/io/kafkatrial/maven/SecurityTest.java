/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityTest {

    private static final Path FILES = Path.of("target", "clients");

    private final Security security = new Security();

    @Test
    void everyElementReachesTheCommandLine() {
        security.protocol = "SASL_SSL";
        security.mechanisms = List.of("PLAIN", "SCRAM-SHA-512");
        security.users = Map.of("bob", "builder", "alice", "wonder");
        security.acls = List.of("\n  alice allow READ topic:orders\n");
        security.superUsers = List.of("bob");
        security.authorize = true;
        security.clientAuth = "required";
        security.bind = "0.0.0.0";
        security.advertise = "agent";

        assertThat(security.options(FILES))
                .containsExactly(
                        "--protocol",
                        "SASL_SSL",
                        "--mechanism",
                        "PLAIN",
                        "--mechanism",
                        "SCRAM-SHA-512",
                        "--user",
                        "alice:wonder",
                        "--user",
                        "bob:builder",
                        "--acl",
                        "alice allow READ topic:orders",
                        "--super-user",
                        "bob",
                        "--authorize",
                        "--client-auth",
                        "required",
                        "--bind",
                        "0.0.0.0",
                        "--advertise",
                        "agent",
                        "--client-files",
                        FILES.toString());
    }

    @Test
    void whatIsNotGivenIsLeftToTheServer() {
        security.protocol = "SSL";

        assertThat(security.options(FILES)).containsExactly("--protocol", "SSL", "--client-files", FILES.toString());
    }

    @Test
    void blockWithoutProtocolIsRefused() {
        RunMojo mojo = new RunMojo();
        mojo.security = security;

        assertThatThrownBy(mojo::command).hasMessageContaining("<security>").hasMessageContaining("<protocol>");
    }
}
