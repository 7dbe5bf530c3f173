/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Starts {@code io.kafkatrial.cli.Main} from {@code java -jar kafka-trial-core.jar}, with nothing else on the class path.
 *
 * <p>On a user's class path the native codecs come as ordinary dependencies. For the jar alone they are kept below {@value #LIBRARIES}, where no class path sees them; this class puts that folder and
 * the jar into a class loader of their own. See docs/adr/0003.
 */
public final class StandaloneMain {
    private static final String MAIN = "io.kafkatrial.cli.Main";
    private static final String LIBRARIES = "META-INF/kafka-trial/standalone/";

    private StandaloneMain() {}

    /**
     * Run the command line.
     *
     * @param args see {@code --help}
     * @throws Throwable whatever the command line throws
     */
    public static void main(String[] args) throws Throwable {
        ClassLoader loader = hasCodecs() ? StandaloneMain.class.getClassLoader() : standalone();
        Thread.currentThread().setContextClassLoader(loader);
        MethodHandles.publicLookup()
                .unreflect(loader.loadClass(MAIN).getMethod("main", String[].class))
                .invoke(args);
    }

    private static boolean hasCodecs() {
        return StandaloneMain.class.getClassLoader().getResource("com/github/luben/zstd/Zstd.class") != null;
    }

    /** Lives as long as the process: never closed. */
    @SuppressWarnings("resource")
    private static ClassLoader standalone() throws IOException {
        URI jar = URI.create(StandaloneMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        URL libraries = URI.create("jar:" + jar + "!/" + LIBRARIES).toURL();
        return new URLClassLoader(
                "kafka-trial", new URL[] {jar.toURL(), libraries}, ClassLoader.getPlatformClassLoader());
    }
}
