/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.chaos.Finding;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.files.RunDirectory;
import io.kafkatrial.scenarios.run.RunResult;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Every message of this module that a user can get by a mistake, in one place: which annotation or
 * parameter, its value, why it cannot be, what to do next.
 */
final class JunitComplaints {

    private JunitComplaints() {}

    /** A complaint of the core about a value of one of our annotations. */
    static TrialException claimsNothing() {
        return new TrialException("@Delivers claims nothing. Name guarantees, or claims of your own with custom.");
    }

    static TrialException claimCannotBeMade(Class<?> custom, Throwable why) {
        return new TrialException(
                "@Delivers(custom = " + custom.getSimpleName() + ".class) cannot be made: " + why
                        + ". It needs a constructor without parameters.",
                why);
    }

    static String notShown(String test, Set<?> missing) {
        return test + " was expected to show "
                + missing.stream().map(Object::toString).sorted().collect(Collectors.joining(", "))
                + ", and did not. The fault did not do what the test says, or the application coped with it.";
    }

    static TrialException at(String where, TrialException cause) {
        return new TrialException(where + ": " + cause.getMessage(), cause);
    }

    static TrialException notKeyValue(String where, String text) {
        return new TrialException(where + ": config '" + text + "' is no configuration: it is not of the form"
                + " key=value. Write for example \"min.insync.replicas=2\".");
    }

    static TrialException seed(String text) {
        return new TrialException("trial.seed = '" + text + "' is no seed: a seed is a whole number. Copy it from the"
                + " failure that printed it, or leave it out.");
    }

    static TrialException noScenario(Class<?> testClass) {
        return new TrialException(
                testClass.getSimpleName() + " implements ScenarioTests and has no @Scenario: it is not"
                        + " known which ones to run. Annotate the class; @Scenario without attributes runs the whole library.");
    }

    static TrialException noSuchHalf(List<?> halves) {
        return new TrialException("halves = " + halves + " leaves nothing to run: none of the selected scenarios has"
                + " such a half. Name another half, or none.");
    }

    static TrialException scenarioFile(String name, Class<?> owner, Throwable cause) {
        return new TrialException(
                "scenario " + name + " beside " + owner.getName() + " cannot be read: " + cause
                        + ". Name a file or directory beside the class, or of this machine.",
                cause);
    }

    static String scenarioEnded(String test, RunResult result, Path directory) {
        String nl = System.lineSeparator();
        return test + ": " + result.job() + " did not end as it declares" + nl
                + result.findings().story().strip() + nl + "report: " + directory.resolve(RunDirectory.REPORT);
    }

    static TrialException keyTwice(String where, String key) {
        return new TrialException(where + ": config key " + key + " is given twice: which value counts would be left"
                + " to chance. Remove one of the two.");
    }

    static TrialException negative(String where, String attribute, long value) {
        return new TrialException(where + ": " + attribute + " = " + value + " is not possible: it counts something."
                + " Give a number of at least 1, or leave it out.");
    }

    static TrialException crashTargets(List<String> given) {
        String cause = given.isEmpty()
                ? "it names no broker"
                : "it names more than one target (" + String.join(", ", given) + ")";
        return new TrialException(cause + ": it must be known whom to crash. Give exactly one of"
                + " leaderOf, followerOf, followersOf, coordinatorOf, broker, on and any.");
    }

    static TrialException moments(String where, List<String> given) {
        return new TrialException(
                where + ": @When names more than one moment (" + String.join(", ", given)
                        + "): it must be known which counts. Give one, or say any = true for the first or all = true for all of them.");
    }

    static TrialException whenNeeds(String where, String given, String missing) {
        return new TrialException(where + ": @When(" + given + ") says nothing without " + missing + ". Give both.");
    }

    static TrialException codeActs(List<String> given) {
        String cause = given.isEmpty()
                ? "it says not what happens"
                : "it says more than one thing: " + String.join(", ", given);
        return new TrialException(cause + ". Give exactly one of crash, delay and fail.");
    }

    static TrialException adminActs(List<String> given, List<String> known) {
        String cause = given.isEmpty() ? "it says not what is done" : "it says more than one thing: " + given;
        return new TrialException(cause + ". Give exactly one of " + String.join(", ", known) + ".");
    }

    static TrialException adminConfig(String what, String config) {
        return new TrialException(
                what + " says not what is changed: config = '" + config + "'. Write for example retention.ms=1000.");
    }

    static TrialException anyAndAll(String where) {
        return new TrialException(where + ": @When waits for any and for all: it can be only one of them. Give any ="
                + " true, all = true or neither.");
    }

    static TrialException planFile(String name, Class<?> owner, Throwable cause) {
        return new TrialException(
                "plan " + name + " beside " + owner.getName() + " cannot be read: " + cause
                        + ". Name a file of the class path, or of this machine.",
                cause);
    }

    static TrialException nth(int nth) {
        return new TrialException("nth = " + nth + " is not possible: it counts from 1, and 0 is every time.");
    }

    static TrialException lineAndPoint(String at, int line) {
        return new TrialException("at = " + at + " and line = " + line + " do not go together: a line is given with"
                + " at = LINE, and only then.");
    }

    static TrialException delayAndAction(String action, String delay) {
        return new TrialException("action = " + action + " and delay = '" + delay + "' do not go together: a delay is"
                + " given with action = DELAY, and only then.");
    }

    static TrialException noVersions(String where) {
        return new TrialException(
                where + " names no version: the test would never run. Name at least one, for example" + " \"4.3.1\".");
    }

    static TrialException versionTwice(String where, String version) {
        return new TrialException(
                where + " names version " + version + " twice. Remove one: every version is run once.");
    }

    static String oneVersion(String version) {
        return "the engine has one version only and cannot run Kafka " + version
                + "; run with -Dtrial.engine=apache, or say @KafkaCluster(engine = \"apache\")";
    }

    static String versionsNeedOwnCluster(String bootstrap) {
        return "the cluster at " + bootstrap + " has the version it has; leave trial.bootstrap.servers out to start one"
                + " of each version";
    }

    static TrialException topicNotCreated(String topic, String bootstrap, @Nullable Throwable cause) {
        return new TrialException(
                "topic " + topic + " of @Topic cannot be created on the cluster at " + bootstrap + ": " + cause
                        + ". Create it there, or correct trial.bootstrap.servers.",
                cause);
    }

    static TrialException sealedField(String where, Throwable cause) {
        return new TrialException(
                where + " cannot be filled: it is final or sealed off. Make it not final, in an open package.", cause);
    }

    static ParameterResolutionException twoClusters(Class<?> testClass, Collection<String> candidates) {
        return new ParameterResolutionException("there are " + candidates.size() + " clusters to choose from for "
                + testClass.getName() + ": " + String.join(" and ", candidates) + ". A test class runs on one cluster:"
                + " keep one of these annotations, or put the other on a @Nested class.");
    }

    static ParameterResolutionException noCluster(String where) {
        return new ParameterResolutionException(
                where + " cannot be injected: there is no cluster here." + " Put @KafkaCluster on the test class.");
    }

    static ParameterResolutionException attached(String where, String bootstrap) {
        return new ParameterResolutionException(where + " cannot be injected: the test is attached to the cluster at "
                + bootstrap + " (trial.bootstrap.servers), which another process runs. Use @BootstrapServers String,"
                + " Admin, Producer or Consumer, or run the test without that property.");
    }

    static ParameterResolutionException effectsOfClass(String where) {
        return new ParameterResolutionException(where + " cannot be injected: effects belong to one test, and this is"
                + " shared by all tests of the class. Use a parameter of the test method or an instance field.");
    }

    static ParameterResolutionException clientInConstructor(String where) {
        return new ParameterResolutionException(
                where + " cannot be injected: a constructor does not belong to one test,"
                        + " so the client could not be recorded. Use a parameter of the test method or an instance field with"
                        + " @FromCluster.");
    }

    static ParameterResolutionException concreteClient(String where, Class<?> type, Class<?> use) {
        return new ParameterResolutionException(where + " cannot be injected: " + type.getSimpleName() + " is a class,"
                + " and recording clients implement the interface. Declare " + use.getSimpleName() + "<K, V>.");
    }

    static ParameterResolutionException notAString(String where, Type type) {
        return new ParameterResolutionException(where + " cannot be injected: @BootstrapServers gives a String, not "
                + type.getTypeName() + ". Declare it as String.");
    }

    static ParameterResolutionException notAMap(String where, Type type) {
        return new ParameterResolutionException(where + " cannot be injected: @ClientProperties gives a"
                + " Map<String, Object> or java.util.Properties, not " + type.getTypeName() + ". Declare it as one of"
                + " them.");
    }

    static ParameterResolutionException notInjectable(String where, Type type) {
        return new ParameterResolutionException(where + " cannot be injected: @FromCluster knows nothing of type "
                + type.getTypeName()
                + ". Use Cluster, ClusterSecurity, Producer<K, V>, Consumer<K, V>, ShareConsumer<K, V>, Admin,"
                + " Effects, or @BootstrapServers String.");
    }

    static ParameterResolutionException noSerde(String where, Type type, String config, Collection<String> known) {
        return new ParameterResolutionException(where + " cannot be injected: there is no " + config + " for "
                + type.getTypeName() + ". Use one of " + String.join(", ", known) + ", or name yours with"
                + " @ClientConfig(name = \"" + config + "\", value = \"…\").");
    }

    static ParameterResolutionException rawClient(String where, String config) {
        return new ParameterResolutionException(where + " cannot be injected: without type arguments its " + config
                + " is not known. Declare for example <String, String>, or name it with @ClientConfig(name = \""
                + config + "\", value = \"…\").");
    }

    static ParameterResolutionException asUser(String where, TrialException cause) {
        return new ParameterResolutionException(where + " cannot be injected: " + cause.getMessage(), cause);
    }

    static ParameterResolutionException asNoClient(String where, String user, Type type) {
        return new ParameterResolutionException(where + " cannot be injected: @As(\"" + user + "\") says who a client"
                + " logs in as, and " + type.getTypeName() + " is none. Use it with Producer<K, V>, Consumer<K, V> or"
                + " Admin.");
    }

    static TrialException noFileOf(String user, Optional<Path> clientFiles) {
        return new TrialException("it is not known how user '" + user + "' gets in: the test is attached to a cluster"
                + " of another process (trial.bootstrap.servers), and there is no file " + user + ".properties"
                + clientFiles.map(directory -> " in " + directory).orElse("")
                + " (trial.client.files). Declare the user where that cluster is started.");
    }

    static TrialException unreadable(Path file, Throwable cause) {
        return new TrialException(
                "properties of clients cannot be read from " + file + ": " + cause
                        + ". Correct trial.client.properties or trial.client.files.",
                cause);
    }

    static TrialException securedWithoutCluster(Class<?> testClass) {
        return new TrialException("@Secured on " + testClass.getSimpleName() + " secures nothing: there is no"
                + " @KafkaCluster beside it. Put it on the class that has one, or give this class a cluster of its"
                + " own.");
    }

    static String faultsNeedOwnCluster(String bootstrap) {
        return "faults cannot be injected into the cluster at " + bootstrap + " (trial.bootstrap.servers): another"
                + " process runs it";
    }

    static TrialException sharedClusterIsOther(String what, Object declared, Object there) {
        return new TrialException("the class declares " + what + " = " + declared
                + ", and the cluster it is attached to"
                + " (trial.control.file) has " + there + ". Configure the same where that cluster is started, in the"
                + " Maven plugin for example, declare no more here, or run the class without trial.control.file.");
    }

    static TrialException sharedClusterIsSick(String bootstrap, TrialException cause) {
        return new TrialException(
                "the cluster at " + bootstrap + ", which another process runs, is not healthy: " + cause.getMessage()
                        + " An earlier test or a fault of that process broke it, perhaps; its log says more.",
                cause);
    }

    static String leversMissing(String engine, Collection<?> missing) {
        String other = engine.equals("embedded") ? "apache" : "embedded";
        return "engine " + engine + " has no lever for " + missing + "; try engine " + other + " (-Dtrial.engine="
                + other + ")";
    }

    static String neverBit(String test, List<String> faults, long seed) {
        return test + " proves nothing: " + String.join("; ", faults) + ". Let the test do enough for the fault to"
                + " meet it, or choose an earlier @When. seed=" + seed;
    }

    static String chaosNeedsOwnCluster(String bootstrapServers) {
        return "@Chaos starts clusters of its own, and trial.bootstrap.servers = " + bootstrapServers
                + " attaches to one that runs. Leave it out for this test.";
    }

    static TrialException chaos(String where, RuntimeException cause) {
        return new TrialException(where + ": " + cause.getMessage(), cause);
    }

    static TrialException noDraft(String resource) {
        return new TrialException("@Chaos(draft = \"" + resource + "\"): there is no such resource on the class path."
                + " Put the file into src/test/resources, or the JSON itself into the annotation.");
    }

    static TrialException draftNotWritten(Path file, IOException cause) {
        return new TrialException(
                "the draft of a chaotic run cannot be written to " + file + ": " + cause
                        + ". Set trial.report.dir to a directory that can be written to.",
                cause);
    }

    static String chaosProvedNothing(TestName test, int runs) {
        return test + ": none of " + runs + " runs proved anything: no fault touched anything, or nothing was checked."
                + " Let the test do enough work (see Load), or take another mix.";
    }

    static String chaosFound(TestName test, Finding finding, List<String> left, ChaosFiles.Kept kept) {
        String nl = System.lineSeparator();
        return test + " fails under chaos, seed " + finding.draft().seed() + ": " + finding.inWords() + nl
                + "left over:" + nl + "  " + String.join(nl + "  ", left) + nl
                + "it failed with: "
                + finding.failure().message().lines().findFirst().orElse("") + nl
                + "again: " + test.replayOf(kept.smallest()) + nl
                + "as it was drawn: " + test.replayOf(kept.first()) + nl
                + "as a test to paste: " + kept.regression();
    }
}
