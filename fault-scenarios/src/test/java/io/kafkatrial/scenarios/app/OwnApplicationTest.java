/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.run.Sketches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Applications that know nothing of this project, put on trial in a scenario. */
public class OwnApplicationTest {

    private static final Scenario LEADER_CRASH = Scenarios.named("leader-crash");

    private static ScenarioResult run(OwnApplication application, io.kafkatrial.check.Claim... claims)
            throws Exception {
        return new ScenarioRunner().run(OnTrial.in(LEADER_CRASH, application, claims), Side.GUARDED);
    }

    private static Code.Command java(Class<?> main, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Launch.class.getName(),
                main.getName()));
        words.addAll(List.of(more));
        return new Code.Command(words);
    }

    /** Calls a main with what its environment says. */
    static final class Launch {
        private Launch() {}

        public static void main(String[] args) throws Exception {
            List<String> words = new ArrayList<>(
                    List.of(System.getenv("TRIAL_BOOTSTRAP_SERVERS"), System.getenv("TRIAL_CLIENT_PROPERTIES")));
            words.addAll(List.of(args).subList(1, args.length));
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    words.toArray(String[]::new));
        }
    }

    private static OwnApplication within(Duration bound, Code code) {
        return new OwnApplication(List.of(new Part(Role.APPLICATION, code)), bound, Optional.empty());
    }

    @Test
    void aCommandThatLosesRecordsWithAcks1IsCaught() throws Exception {
        ScenarioResult result = run(OwnApplication.of(java(SenderMain.class, "1")));

        assertThat(result.differences())
                .contains("AT_LEAST_ONCE was declared to hold, but it was broken by [LOST_WRITE]");
    }

    @Test
    void theSameCommandWithAcksAllHolds() throws Exception {
        ScenarioResult result = run(OwnApplication.of(java(SenderMain.class, "all")));

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().acked()).isEqualTo(800);
    }

    @Test
    void kcatWithAcks1IsCaughtAndWithAcksAllHolds() throws Exception {
        assumeTrue(isInstalled("kcat"), "kcat is not installed");

        assertThat(run(OwnApplication.of(kcat("1")), Guarantee.AT_LEAST_ONCE).differences())
                .containsExactly("AT_LEAST_ONCE was declared to hold, but it was broken by [LOST_WRITE]");
        assertThat(run(OwnApplication.of(kcat("all")), Guarantee.AT_LEAST_ONCE).differences())
                .isEmpty();
    }

    private static Code kcat(String acks) {
        return Code.Command.shell("for i in $(seq 600); do echo key-$i:value-$i; sleep 0.002; done"
                + " | kcat -P -b $TRIAL_BOOTSTRAP_SERVERS -t $TRIAL_TOPIC -K : -X linger.ms=0 -X max.in.flight=1"
                + " -X topic.request.timeout.ms=3000 -X acks="
                + acks);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Test
    void producerAndConsumerAreJudgedByWhatTheConsumerGot() throws Exception {
        ScenarioResult result = run(OwnApplication.of(
                new Part(Role.PRODUCER, new Code.JavaClass(SenderMain.class.getName())),
                new Part(Role.CONSUMER, new Code.JavaClass(ReaderMain.class.getName()))));

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().deliveries()).isGreaterThanOrEqualTo(800);
    }

    @Test
    void anApplicationThatRunsForeverIsToldToEndWhenTheFaultsAreThrough() throws Exception {
        Part forever = new Part(Role.APPLICATION, java(SenderMain.class, "all", "forever"), new Ends.WhenTold());

        ScenarioResult result = run(OwnApplication.of(forever), Guarantee.AT_LEAST_ONCE);

        assertThat(result.differences()).isEmpty();
    }

    /** Runs in this process, recorded by the interceptor. */
    public static final class Shop implements Application {
        @Override
        public void run(ApplicationStage stage) {
            Map<String, Object> config = new java.util.HashMap<>(stage.clientProperties());
            try (Producer<String, String> producer =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                for (int order = 0; !stage.isOver(); order++) {
                    producer.send(new ProducerRecord<>(stage.topics().get(0), "ada", "order " + order));
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    @Test
    void aClassInThisProcessIsRecordedByTheInterceptor() throws Exception {
        Part shop = new Part(Role.APPLICATION, new Code.JavaClass(Shop.class.getName()), new Ends.WhenTold());

        ScenarioResult result = run(OwnApplication.of(shop));

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().acked()).isGreaterThan(100);
    }

    /** Takes all that its clients need from the file it is told of. */
    public static final class Configured {
        private Configured() {}

        public static void main(String[] args) throws Exception {
            java.util.Properties config = new java.util.Properties();
            try (java.io.Reader file = Files.newBufferedReader(Path.of(args[1]))) {
                config.load(file);
            }
            try (Producer<String, String> producer =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                for (int order = 0; order < 800; order++) {
                    producer.send(new ProducerRecord<>("orders", "ada", "order " + order));
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    @Test
    void aProcessCanBeRecordedByTheInterceptorToo() throws Exception {
        Part part = new Part(Role.APPLICATION, new Code.JavaClass(Configured.class.getName()));

        ScenarioResult result =
                run(new OwnApplication(List.of(part), OwnApplication.BOUND, Optional.of(Recording.CLIENTS)));

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().acked()).isEqualTo(800);
    }

    @Test
    void aCommandThatIsNotThereEndsTheScenario() {
        assertThatThrownBy(() -> run(OwnApplication.of(new Code.Command(List.of("no-such-shop", "--now")))))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("the application, command `no-such-shop --now` cannot be started: ")
                .hasMessageContaining("no-such-shop")
                .hasMessageEndingWith("Install the program, or correct the command.");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandThatFailsEndsTheScenarioWithItsLastLines() {
        Code rubbish = Code.Command.shell("printf 'first\\n\\033[31m\\000no shop today\\nunfinished'; exit 3");

        assertThatThrownBy(() -> run(OwnApplication.of(rubbish)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("ended with exit code 3 before it was told to end. Its last lines:")
                .hasMessageContaining("\n    first\n    \uFFFD[31m\uFFFDno shop today\n    unfinished");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandThatPrintsEndlesslyAndHangsIsEndedWithItsChildren() throws Exception {
        Path pid = Files.createTempFile("hanging", ".pid");
        Code hanging = Code.Command.shell("sleep 1000 & echo $! > " + pid
                + "; head -c 30000000 /dev/zero | tr '\\0' x; echo; echo waiting; sleep 1000");

        assertThatThrownBy(() -> run(within(Duration.ofSeconds(3), hanging)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("did not end in 3.0 s, so it was ended with all it had started")
                .hasMessageContaining("x\n    waiting");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(alive -> assertThat(alive.onExit()).succeedsWithin(Duration.ofSeconds(10)));
        Files.delete(pid);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandThatDoesNotHearIsKilled() {
        Part deaf = new Part(
                Role.APPLICATION,
                Code.Command.shell("trap '' TERM; while true; do sleep 0.1; done"),
                new Ends.After(Duration.ofMillis(500)));

        assertThatThrownBy(() -> run(OwnApplication.of(deaf)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("was told to end and had not ended 10 s later");
    }

    @Test
    void anApplicationThatThrowsEndsTheScenarioWithTheCause() {
        assertThatThrownBy(() -> run(OwnApplication.of(new Code.JavaClass(Broken.class.getName()))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("failed: java.lang.IllegalStateException: no shop today");
    }

    /** Fails. */
    public static final class Broken implements Application {
        @Override
        public void run(ApplicationStage stage) {
            throw new IllegalStateException("no shop today");
        }
    }

    @Test
    void aConsumerThatReadsNothingIsNoSuccess() {
        OwnApplication application = new OwnApplication(
                List.of(
                        new Part(Role.PRODUCER, new Code.JavaClass(Few.class.getName())),
                        new Part(Role.CONSUMER, new Code.JavaClass(Idle.class.getName()))),
                Duration.ofSeconds(5),
                Optional.of(Recording.WIRE));

        assertThatThrownBy(() -> run(application))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("has not read everything in the 5.0 s")
                .hasMessageContaining("nobody has read anything");
    }

    /** Sends ten orders. */
    public static final class Few implements Application {
        @Override
        public void run(ApplicationStage stage) {
            SenderMain.send(stage.bootstrapServers(), "all", 10);
        }
    }

    /** Waits. */
    public static final class Idle implements Application {
        @Override
        public void run(ApplicationStage stage) throws InterruptedException {
            stage.over().await();
        }
    }

    @Test
    void classesThatAreNoApplicationsAreRefused() {
        assertThatThrownBy(() -> run(OwnApplication.of(new Code.JavaClass("com.acme.Shop"))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("class com.acme.Shop cannot be loaded");
        assertThatThrownBy(() -> run(OwnApplication.of(new Code.JavaClass(String.class.getName()))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("class java.lang.String is neither an");
    }

    @Test
    void scenariosThatShowTheirWorkloadHaveNoPlaceForAnother() {
        Code shop = new Code.JavaClass(Shop.class.getName());

        assertThatThrownBy(() -> OnTrial.in(Sketches.honest("no-place"), OwnApplication.of(shop)))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("scenario no-place has no place for an application of your own");
        assertThatThrownBy(() -> OwnApplication.of(new Part(Role.APPLICATION, shop), new Part(Role.CONSUMER, shop)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("either the one or the others");
        assertThatThrownBy(() -> Ends.parse("soon"))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("'soon' is no way to end");
    }
}
