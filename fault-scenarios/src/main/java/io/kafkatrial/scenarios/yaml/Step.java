/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.scenarios.app.Code;
import io.kafkatrial.scenarios.app.Ends;
import io.kafkatrial.scenarios.app.OwnApplication;
import io.kafkatrial.scenarios.app.Part;
import io.kafkatrial.scenarios.app.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A step of a workload in a file. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Step {

    /**
     * Send records, {@code key-0} to {@code key-N}, without waiting for any.
     *
     * @param records how many
     * @param keys how many keys take turns; a key for each record unless given
     * @param bytes the length of each value; a few unless given
     * @param client the producer's name: steps with one name share a producer, made by the first of them
     * @param transaction how many records a transaction has; none unless given
     * @param config the producer's configuration
     */
    record Produce(
            String topic,
            int records,
            OptionalInt keys,
            OptionalInt bytes,
            Optional<String> client,
            OptionalInt transaction,
            Map<String, String> config)
            implements Step {
        public Produce {
            positive("records", records);
            keys.ifPresent(number -> positive("keys", number));
            transaction.ifPresent(number -> positive("transaction", number));
            if (transaction.isPresent() && !config.containsKey("transactional.id")) {
                throw new IllegalArgumentException("a \"transaction\" needs a transactional.id in \"config\"");
            }
        }
    }

    /**
     * Read with a group.
     *
     * @param members how many consumers; one unless given
     * @param records how many records have to come, each counted once; everything that the topics have, unless given
     * @param commit when offsets are committed: after each poll unless given
     * @param effects whether each record has an effect, which is judged
     * @param within how long it may take; 30 seconds unless given
     * @param config the consumers' configuration
     */
    record Consume(
            String group,
            List<String> topics,
            OptionalInt members,
            OptionalInt records,
            Optional<Commit> commit,
            Optional<Boolean> effects,
            Optional<Duration> within,
            Map<String, String> config)
            implements Step {
        public Consume {
            members.ifPresent(number -> positive("members", number));
            records.ifPresent(number -> positive("records", number));
        }
    }

    /** When a consumer commits. */
    enum Commit {
        /** After the records of a poll are processed. */
        AFTER,
        /** Before they are. */
        BEFORE,
        /** Never. */
        NEVER,
        /** By itself, as {@code enable.auto.commit} has it. */
        AUTO
    }

    /** Wait until a fault has fired. */
    record AwaitFault(String fault) implements Step {}

    /** Do several steps at the same time. */
    record Together(List<Step> steps) implements Step {}

    /**
     * Run an application of one's own: one that does everything, or a producer, a consumer or both.
     *
     * @param within how long it may take; 2 minutes unless given
     */
    record Application(
            Optional<Program> application,
            Optional<Program> producer,
            Optional<Program> consumer,
            Optional<Duration> within)
            implements Step {
        public Application {
            make(application, producer, consumer, within);
        }

        OwnApplication own() {
            return make(application, producer, consumer, within);
        }

        private static OwnApplication make(
                Optional<Program> application,
                Optional<Program> producer,
                Optional<Program> consumer,
                Optional<Duration> within) {
            List<Part> parts = new ArrayList<>();
            application.ifPresent(program -> parts.add(program.part(Role.APPLICATION)));
            producer.ifPresent(program -> parts.add(program.part(Role.PRODUCER)));
            consumer.ifPresent(program -> parts.add(program.part(Role.CONSUMER)));
            return new OwnApplication(parts, within.orElse(OwnApplication.BOUND), Optional.empty());
        }
    }

    /**
     * What runs: one of the first three.
     *
     * @param shell a line for the shell
     * @param command a program and its arguments
     * @param className a class: an {@link io.kafkatrial.scenarios.app.Application}, or one with a {@code main}
     * @param ends how it ends: {@code exit}, {@code told} or a time
     */
    record Program(
            Optional<String> shell, Optional<List<String>> command, Optional<String> className, Optional<String> ends) {
        public Program {
            long given = List.of(shell, command, className).stream()
                    .filter(Optional::isPresent)
                    .count();
            if (given != 1) {
                throw new IllegalArgumentException("a program is one of \"shell\", \"command\" and \"className\"");
            }
            ends.ifPresent(Ends::parse);
        }

        private Part part(Role role) {
            Code code = shell.<Code>map(Code.Command::shell)
                    .or(() -> command.map(Code.Command::new))
                    .orElseGet(() -> new Code.JavaClass(className.orElseThrow()));
            return ends.map(Ends::parse).map(how -> new Part(role, code, how)).orElseGet(() -> new Part(role, code));
        }
    }

    private static void positive(String field, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("\"" + field + "\" is " + number + "; it has to be at least 1");
        }
    }
}
