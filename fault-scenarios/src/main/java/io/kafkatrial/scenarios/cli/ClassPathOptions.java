/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.engine.TrialException;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where classes of the user's own are. Set once, by picocli. */
final class ClassPathOptions {

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description = "Jars and directories with classes of your own, as for java -cp.")
    private String path = "";

    /** Let classes of the user's own be found by this thread and those it starts, for as long as the process lives. */
    @SuppressWarnings("resource") // as long as the process
    void use() {
        if (!path.isBlank()) {
            URL[] urls = entries().toArray(URL[]::new);
            Thread.currentThread()
                    .setContextClassLoader(new URLClassLoader(urls, ClassPathOptions.class.getClassLoader()));
        }
    }

    private List<URL> entries() {
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
            Path file = Path.of(entry.strip());
            if (!Files.exists(file)) {
                throw new TrialException("--class-path names " + file.toAbsolutePath()
                        + ", which is not there. Build it, or correct the path.");
            }
            try {
                urls.add(file.toUri().toURL());
            } catch (MalformedURLException impossible) {
                throw new TrialException("--class-path names " + file + ": " + impossible.getMessage(), impossible);
            }
        }
        return urls;
    }
}
