/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.artifacts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/** Where to look for artifacts, and how to get there: the repositories, mirrors, proxies and passwords of a setup. */
final class Repositories {

    private static final String SUPER_POM = "4.0.0";

    private Repositories() {}

    /** A session that knows the user's mirrors, proxies and passwords. */
    static RepositorySystemSession session(RepositorySystem system, MavenSetup setup) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        LocalRepository local = new LocalRepository(setup.localRepository().toFile());
        session.setLocalRepositoryManager(system.newLocalRepositoryManager(session, local));
        session.setOffline(setup.offline());
        session.setSystemProperties(System.getProperties());
        session.setMirrorSelector(mirrors(setup.settings()));
        session.setProxySelector(proxies(setup.settings()));
        session.setAuthenticationSelector(passwords(setup.settings()));
        return session;
    }

    /** The repositories of the settings' active profiles, then the one every Maven project has. */
    static List<RemoteRepository> remotes(RepositorySystem system, RepositorySystemSession session, Settings settings) {
        List<RemoteRepository> remotes = new ArrayList<>();
        for (Profile profile : settings.getProfiles()) {
            boolean byDefault =
                    profile.getActivation() != null && profile.getActivation().isActiveByDefault();
            if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
                profile.getRepositories().forEach(repository -> remotes.add(remote(repository)));
            }
        }
        for (RemoteRepository every : ofEveryProject()) {
            if (remotes.stream().noneMatch(known -> known.getId().equals(every.getId()))) {
                remotes.add(every);
            }
        }
        return system.newResolutionRepositories(session, remotes);
    }

    private static RemoteRepository remote(Repository repository) {
        return new RemoteRepository.Builder(repository.getId(), "default", repository.getUrl()).build();
    }

    private static List<RemoteRepository> ofEveryProject() {
        DefaultModelProcessor reader = new DefaultModelProcessor()
                .setModelLocator(new DefaultModelLocator())
                .setModelReader(new DefaultModelReader());
        return new DefaultSuperPomProvider()
                .setModelProcessor(reader).getSuperModel(SUPER_POM).getRepositories().stream()
                        .map(repository -> new RemoteRepository.Builder(
                                        repository.getId(), repository.getLayout(), repository.getUrl())
                                .build())
                        .toList();
    }

    private static DefaultMirrorSelector mirrors(Settings settings) {
        DefaultMirrorSelector selector = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            selector.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        return selector;
    }

    private static DefaultProxySelector proxies(Settings settings) {
        DefaultProxySelector selector = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                AuthenticationBuilder login = new AuthenticationBuilder();
                login.addUsername(proxy.getUsername()).addPassword(proxy.getPassword());
                selector.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), login.build()),
                        proxy.getNonProxyHosts());
            }
        }
        return selector;
    }

    private static DefaultAuthenticationSelector passwords(Settings settings) {
        DefaultAuthenticationSelector selector = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            AuthenticationBuilder login = new AuthenticationBuilder();
            login.addUsername(server.getUsername()).addPassword(server.getPassword());
            Optional.ofNullable(server.getPrivateKey())
                    .ifPresent(key -> login.addPrivateKey(key, server.getPassphrase()));
            selector.add(server.getId(), login.build());
        }
        return selector;
    }
}
