/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.versions;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loads {@link KafkaClient} together with one version of kafka-clients, apart from all others. */
final class Versions {
    private static final Path JARS = Path.of("target", "clients");

    private Versions() {}

    static Client load(String version, String servers) throws Exception {
        URL[] urls = {
            JARS.resolve("kafka-clients-" + version + ".jar").toUri().toURL(),
            KafkaClient.class.getProtectionDomain().getCodeSource().getLocation()
        };
        var loader = new OfOneVersion(urls, Versions.class.getClassLoader());
        var constructor = loader.loadClass(KafkaClient.class.getName()).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        var client = (Client) constructor.newInstance(servers);
        return (Client) Proxy.newProxyInstance(
                Versions.class.getClassLoader(), new Class<?>[] {Client.class}, within(loader, client));
    }

    /** Kafka looks for its classes in the loader of the thread first. */
    private static InvocationHandler within(ClassLoader loader, Client client) {
        return (proxy, method, arguments) -> {
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                method.setAccessible(true);
                return method.invoke(client, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                thread.setContextClassLoader(before);
            }
        };
    }

    /** Kafka's classes, and ours that call them, come from its own jars; the rest from the parent. */
    private static final class OfOneVersion extends URLClassLoader {
        OfOneVersion(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.apache.kafka.") && !name.startsWith(KafkaClient.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own != null ? own : super.getResource(name);
        }

        @Override
        public java.io.InputStream getResourceAsStream(String name) {
            try {
                URL url = getResource(name);
                return url == null ? null : url.openStream();
            } catch (IOException e) {
                return null;
            }
        }
    }
}
