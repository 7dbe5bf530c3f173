/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What runs. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Code {

    /**
     * A class: an {@link Application}, which runs in this process, or one with a {@code main}, which runs in a JVM of its
     * own with the class path of this one.
     *
     * @param name the class's full name
     */
    record JavaClass(String name) implements Code {
        public JavaClass {
            requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return "class " + name;
        }
    }

    /**
     * A command, in any language.
     *
     * @param words the program and its arguments
     */
    record Command(List<String> words) implements Code {
        private static final int LONGEST = 120;

        public Command {
            words = List.copyOf(words);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("a command needs a word: the program");
            }
        }

        /** A line for the system's shell. */
        public static Command shell(String line) {
            boolean windows =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
            return windows ? new Command(List.of("cmd.exe", "/c", line)) : new Command(List.of("/bin/sh", "-c", line));
        }

        @Override
        public String toString() {
            boolean shell = words.size() == 3
                    && (words.get(1).equals("-c") || words.get(1).equals("/c"));
            String line = shell ? words.get(2) : String.join(" ", words);
            return "command `" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + "`";
        }
    }
}
