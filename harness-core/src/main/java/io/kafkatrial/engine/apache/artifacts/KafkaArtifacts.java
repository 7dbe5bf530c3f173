/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.artifacts;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.outside.KnownVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * The jars that make a broker of one version, by Maven's coordinates. What was found is remembered in a file, and
 * Maven's libraries are not even loaded as long as every jar of it is still there. Safe for use by several threads
 * and processes.
 */
public final class KafkaArtifacts {

    /** Put together at run time: relocation would rename a constant, as it does with the names of our own libraries. */
    private static final String BROKER = String.join(".", "org", "apache", "kafka") + ":kafka_2.13:";

    /** Brokers come without a backend for their log; this one writes to standard error, which is the node's log file. */
    private static final String LOG_BACKEND = String.join(".", "org", "slf4j") + ":slf4j-simple:1.7.36";

    private static final String AGENT = String.join(".", "org", "jboss", "byteman") + ":byteman:4.0.27";

    private final Path remembered;

    /**
     * Remember what was found below {@code cache}.
     *
     * @param cache a directory; made when needed
     */
    public KafkaArtifacts(Path cache) {
        this.remembered = cache;
    }

    /**
     * The class path of a broker of this version, in order.
     *
     * @throws io.kafkatrial.engine.TrialException if there is no such version, it is too old, or some of its parts
     *     are neither in the local repository nor to be had from a remote one
     */
    public List<Path> classPath(String version) {
        check(version);
        return classPath(version, MavenSetup.read());
    }

    private static void check(String version) {
        if (KnownVersions.rank(version).isEmpty()) {
            throw ApacheComplaints.notAVersion(version, KnownVersions.nearest(version));
        }
        if (!KnownVersions.isAtLeast(version, KnownVersions.OLDEST)) {
            throw ApacheComplaints.tooOld(version, KnownVersions.OLDEST);
        }
    }

    List<Path> classPath(String version, MavenSetup setup) {
        Path file = remembered.resolve("classpath-" + version + "-" + Integer.toHexString(key(setup)) + ".txt");
        List<Path> known = recall(file);
        if (!known.isEmpty()) {
            return known;
        }
        List<Path> found = resolve(version, setup);
        remember(file, found);
        return found;
    }

    private static int key(MavenSetup setup) {
        return setup.localRepository().toString().hashCode();
    }

    private static List<Path> recall(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            List<Path> jars = Files.readAllLines(file).stream().map(Path::of).toList();
            return jars.stream().allMatch(Files::isRegularFile) ? jars : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static void remember(Path file, List<Path> jars) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "classpath", ".tmp");
            List<String> lines = jars.stream().map(Path::toString).toList();
            Files.write(draft, lines, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw ApacheComplaints.cache(file.toString(), unwritable);
        }
    }

    /**
     * The jar of the agent that puts rules into a running node's code.
     *
     * @throws io.kafkatrial.engine.TrialException if it is neither in the local repository nor to be had from a remote
     *     one
     */
    public Path codeAgent() {
        MavenSetup setup = MavenSetup.read();
        Path file =
                remembered.resolve("agent-" + AGENT.replace(':', '-') + "-" + Integer.toHexString(key(setup)) + ".txt");
        List<Path> known = recall(file);
        if (known.isEmpty()) {
            try {
                known = resolve(List.of(dependency(AGENT)), setup);
            } catch (DependencyResolutionException missing) {
                throw CodeComplaints.noAgentJar(why(missing), where(setup), missing);
            }
            remember(file, known);
        }
        return known.get(0);
    }

    private static List<Path> resolve(String version, MavenSetup setup) {
        try {
            return resolve(List.of(dependency(BROKER + version), dependency(LOG_BACKEND)), setup);
        } catch (DependencyResolutionException missing) {
            throw complaint(version, setup, missing);
        }
    }

    private static List<Path> resolve(List<Dependency> dependencies, MavenSetup setup)
            throws DependencyResolutionException {
        RepositorySystem system = new RepositorySystemSupplier().get();
        try {
            RepositorySystemSession session = Repositories.session(system, setup);
            CollectRequest wanted = new CollectRequest();
            wanted.setDependencies(dependencies);
            wanted.setRepositories(Repositories.remotes(system, session, setup.settings()));
            DependencyRequest request =
                    new DependencyRequest(wanted, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            List<Path> jars = new ArrayList<>();
            for (ArtifactResult result :
                    system.resolveDependencies(session, request).getArtifactResults()) {
                jars.add(result.getArtifact().getFile().toPath().toAbsolutePath());
            }
            return List.copyOf(jars);
        } finally {
            system.shutdown();
        }
    }

    private static RuntimeException complaint(String version, MavenSetup setup, DependencyResolutionException missing) {
        return ApacheComplaints.noArtifacts(
                version, why(missing), Map.entry(where(setup), KnownVersions.nearest(version)), missing);
    }

    private static String where(MavenSetup setup) {
        return setup.localRepository() + (setup.offline() ? " (offline)" : "");
    }

    private static String why(DependencyResolutionException missing) {
        return missing.getMessage() == null ? missing.toString() : missing.getMessage();
    }

    private static Dependency dependency(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        return new Dependency(new DefaultArtifact(parts[0], parts[1], "jar", parts[2]), JavaScopes.RUNTIME);
    }
}
