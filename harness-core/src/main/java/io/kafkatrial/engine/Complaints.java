/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every message of this module that a user can get by a mistake, in one place: what happened, to which
 * object, why, what to do next.
 */
public final class Complaints {

    private Complaints() {}

    /** The number of brokers is out of range. */
    public static TrialException brokerCount(int brokers) {
        return new TrialException("brokers = " + brokers + " is not possible: a cluster has 1 to 9 brokers."
                + " Set brokers to a number from 1 to 9.");
    }

    /** The number of controllers is out of range. */
    public static TrialException controllerCount(int controllers) {
        return new TrialException("controllers = " + controllers + " is not possible: a cluster has 1 to 9"
                + " controllers. Set controllers to a number from 1 to 9, best an odd one.");
    }

    /** The ports do not fit. */
    public static TrialException port(int firstPort, int brokers) {
        return new TrialException("port = " + firstPort + " is not possible: " + brokers + " brokers take the ports "
                + firstPort + " to " + (firstPort + (long) brokers - 1)
                + ", and ports go from 1 to 65535. Choose another"
                + " port, or none to get free ones.");
    }

    /** A lever makes no sense in the state the broker is in. */
    public static TrialException wrongState(String act, int broker, NodeState state) {
        return wrongState(act, Endpoint.broker(broker), state);
    }

    /** A lever makes no sense in the state the node is in. */
    public static TrialException wrongState(String act, Endpoint node, NodeState state) {
        String question = node instanceof Endpoint.Broker broker ? "state(" + broker.id() + ")" : "state(" + node + ")";
        return new TrialException("cannot " + act + " " + node + ": it is " + state + ". Look at " + question
                + " first, or restart it before.");
    }

    /** More controllers than brokers to live on. */
    public static TrialException combinedControllers(int controllers, int brokers) {
        return new TrialException("controllers = " + controllers + " is not possible with combined = true: each"
                + " controller shares the process of a broker, and there are only " + brokers
                + ". Start " + controllers + " brokers, or leave combined out.");
    }

    /** A process lever on something that is no process. */
    public static TrialException noProcess(Endpoint node) {
        return new TrialException("a lever cannot start or stop " + node
                + ": it is no process of the cluster. Name a broker or a controller.");
    }

    /** A link that lets nothing pass at all is no slow link. */
    public static TrialException throttle(long bytesPerSecond) {
        return new TrialException("a link cannot let " + bytesPerSecond
                + " bytes a second pass: nothing would ever arrive. Give at least 1, or cut the link.");
    }

    /** The cluster refuses what an administrator wants of it. */
    public static TrialException adminRefused(AdminAct act, String why) {
        return new TrialException("the cluster refused " + act + ": " + why
                + ". Look whether what it names is there, and whether the nodes it needs run.");
    }

    /** An engine without administrators. */
    public static TrialException noAdmin(AdminAct act) {
        return new TrialException("the engine cannot do " + act + ": it has no lever for what administrators do."
                + " Choose an engine with the capability ADMIN.");
    }

    /** Something cannot be done to single requests here. */
    public static TrialException noAct(WireRule.Act act) {
        return new TrialException("the engine has no lever for " + act
                + " of single requests. Delay or cut the link instead, or choose another engine.");
    }

    /** A lever the engine does not have; {@code what} names it. */
    public static TrialException noLever(String engine, String what) {
        return new TrialException("engine '" + engine + "' has no lever for " + what
                + ". Look at the levers it has (Cluster.capabilities()), or choose another engine.");
    }

    /** A broker cannot start on a broken disk. */
    public static TrialException brokenDisk(int broker) {
        return new TrialException("broker " + broker + " cannot start: its only log directory has failed, as told by"
                + " the lever FailedLogDir. Pull FailedLogDir(" + broker + ", false) first, or WipeDisk(" + broker
                + ") for a new disk.");
    }

    /** A lever was pulled and its effect did not come about. */
    public static TrialException lever(String what, @Nullable Throwable cause) {
        String reason = cause == null ? "no reason given" : String.valueOf(cause.getMessage());
        return new TrialException(
                what + ": " + reason + ". Is a majority of the controllers reachable, and is no fault still active?",
                cause);
    }

    /** A version is capped of an API key that does not exist. */
    public static TrialException noApiKey(String name, Stream<String> names) {
        return new TrialException("maxVersions names the API key '" + name + "', which there is none of. "
                + "Did you mean " + Nearest.to(name, names) + "? Use Kafka's names, as in docs/embedded-engine.md.");
    }

    /** A version is capped that is not served. */
    public static TrialException noApiVersion(String name, String version, int min, int max) {
        return new TrialException("maxVersions cannot cap " + name + " at '" + version + "': the embedded broker serves"
                + " versions " + min + " to " + max + " of it. Use one of these"
                + (name.equals("ApiVersions") ? "." : ", or -1 to leave the key out."));
    }

    /** Settings of a broker contradict each other. */
    public static TrialException brokerConfigContradiction(int broker, Throwable why) {
        return new TrialException(
                "the configuration of broker " + broker + " contradicts itself: " + why.getMessage()
                        + " Apache Kafka would not start with it. Change the settings it names.",
                why);
    }

    /** A topic of the spec could not be created. */
    public static TrialException topicRefused(String topic, String error, String message) {
        return new TrialException("topic '" + topic + "' could not be created: " + error + ": " + message
                + ". Change the topic's declaration.");
    }

    /** A cluster did not come up. */
    public static TrialException startFailed(String why, @Nullable Throwable cause) {
        return new TrialException(
                "the cluster did not start: " + why
                        + ". This machine may be overloaded; otherwise please report it with the log.",
                cause);
    }

    /** A lever names a controller the cluster does not have. */
    public static TrialException unknownController(int controller, Collection<Integer> known) {
        return new TrialException(
                "there is no controller " + controller + ": the controllers are " + known + ". Name one of them.");
    }

    /** A port is taken; for the engine when it binds. */
    public static TrialException portInUse(int port, int broker, Throwable cause) {
        return new TrialException(
                "port " + port + " for broker " + broker
                        + " is in use: another process listens on it, perhaps a cluster"
                        + " that was not stopped. Stop that process, choose another port, or none to get free ones.",
                cause);
    }

    /** A number of replicas exceeds the brokers. */
    public static TrialException moreReplicasThanBrokers(String what, int count, int brokers) {
        return new TrialException(what + " = " + count + " is not possible: the cluster has only " + brokers
                + (brokers == 1 ? " broker" : " brokers") + ", and each replica needs its own. Lower it to " + brokers
                + " or start " + count + " brokers.");
    }

    /** A replication factor below 1. */
    public static TrialException replicationFactor(String topic, int factor) {
        return new TrialException(
                "replication factor of topic " + topic + " = " + factor
                        + " is not possible: every partition needs at least one replica. Set it to 1 or more, or leave it out.");
    }

    /** A partition count below 1. */
    public static TrialException partitionCount(String topic, int partitions) {
        return new TrialException("partitions of topic " + topic + " = " + partitions
                + " is not possible: a topic has at least one partition. Set it to 1 or more.");
    }

    /** More replicas must be in sync than there are. */
    public static TrialException minIsr(int minIsr, String whose, String topic, int factor) {
        return new TrialException("min.insync.replicas of " + whose + " = " + minIsr + " is not possible for topic "
                + topic + ": it has only " + factor + (factor == 1 ? " replica" : " replicas")
                + ", and Kafka asks for no more than there are, so acks=all would promise less than it says. Lower min.insync.replicas to "
                + factor
                + " or raise the replication factor of " + topic + " to " + minIsr + ".");
    }

    /** Configuration that must be a number is not. */
    public static TrialException notAPositiveNumber(String key, String value, String whose) {
        return new TrialException(key + " of " + whose + " = '" + value
                + "' is not possible: it must be a whole number of at least 1. Correct it or leave it out.");
    }

    /** Configuration without a name. */
    public static TrialException blankKey(String whose) {
        return new TrialException(
                "a configuration key of " + whose
                        + " is blank: Kafka knows no such key. Write KEY=VALUE with one of Kafka's broker configuration names.");
    }

    /** Configuration the harness sets itself. */
    public static TrialException ownedKey(String key, String value, String reason) {
        return new TrialException("broker config " + key + " = '" + value
                + "' is not possible: the harness owns this key (" + reason + "). Remove it.");
    }

    /** A topic name Kafka does not take. */
    public static TrialException topicName(String name, String why) {
        return new TrialException("topic name '" + name + "' is not possible: " + why
                + ". Use 1 to 249 of letters, digits, '.', '_' and '-'.");
    }

    /** A topic declared twice. */
    public static TrialException duplicateTopic(String name) {
        return new TrialException("topic " + name + " is declared twice: a cluster has one topic of a name."
                + " Remove one of the two declarations.");
    }

    /** Two topics Kafka cannot tell apart in its metrics. */
    public static TrialException collidingTopics(String one, String other) {
        return new TrialException("topics " + one + " and " + other + " collide: Kafka takes no two topics that differ"
                + " only in '.' and '_'. Rename one of them.");
    }

    /** A broker id that does not exist. */
    public static TrialException unknownBroker(String where, int broker, int brokers) {
        return new TrialException(where + " names broker " + broker + ", which does not exist: the cluster has "
                + (brokers == 1 ? "only broker 1" : "the brokers 1 to " + brokers) + ". Name one of them.");
    }

    /** An engine nobody offers. */
    public static TrialException unknownEngine(String name, Collection<String> known, @Nullable Throwable cause) {
        return new TrialException(
                "engine '" + name + "' is not known"
                        + (known.isEmpty()
                                ? ": there is no engine on the class path. Add kafka-trial-core to it."
                                : "; perhaps '" + Nearest.to(name, known.stream())
                                        + "' is meant. The class path offers "
                                        + String.join(", ", known)
                                        + ". Choose one of them with engine(..), -Dtrial.engine or TRIAL_ENGINE."),
                cause);
    }

    /** An engine without the levers that are asked for. */
    public static TrialException missingCapability(String engine, Collection<Capability> missing) {
        return new TrialException("engine '" + engine + "' cannot run this plan: it has no levers for "
                + missing.stream().map(Capability::name).sorted().collect(Collectors.joining(", "))
                + ". Choose another engine or leave those faults out.");
    }

    /** A partition that does not exist on a running cluster. */
    public static TrialException unknownPartition(PartitionId partition, Collection<String> topics) {
        return new TrialException("partition " + partition + " does not exist: the cluster has "
                + (topics.isEmpty() ? "no topics" : "the topics " + String.join(", ", topics))
                + ". Correct the name or the number, or create it first.");
    }

    /** A topic that does not exist. */
    public static TrialException unknownTopic(String where, String topic, Collection<String> known) {
        return new TrialException(where + " names topic " + topic + ", which does not exist: the cluster has "
                + (known.isEmpty() ? "no topics" : String.join(", ", known))
                + ". Declare the topic or correct the name.");
    }

    /** A partition that does not exist. */
    public static TrialException unknownPartition(String where, PartitionId partition, int partitions) {
        return new TrialException(where + " names partition " + partition + ", which does not exist: topic "
                + partition.topic() + " has "
                + (partitions == 1 ? "only partition 0" : "the partitions 0 to " + (partitions - 1))
                + ". Correct the number or declare more partitions.");
    }

    /** A partition text that is none. */
    public static TrialException partition(String text) {
        return new TrialException("'" + text + "' is no partition: a partition is a topic, a dash and a number."
                + " Write TOPIC-NUMBER, for example orders-0.");
    }

    /** A partition without a leader, when one is asked for. */
    public static TrialException noLeader(PartitionId partition) {
        return new TrialException(
                "partition " + partition + " has no leader now: every replica that may lead is down or"
                        + " cut off. Heal the cluster, or wait with awaitHealthy, before asking for its leader.");
    }

    /** The cluster did not become healthy. */
    public static TrialException notHealthy(String waited, String missing) {
        return new TrialException("the cluster is not healthy after " + waited + ": " + missing
                + ". Heal the faults that still hold, or wait longer.");
    }

    /** The cluster is closed. */
    public static TrialException closed() {
        return new TrialException(
                "the cluster is closed: its brokers are gone. Use it inside its try block or its test.");
    }

    /** A target is in none of the known forms. */
    public static TrialException target(String text, String why) {
        return new TrialException("target '" + text + "' cannot be understood: " + why + ". Write broker:ID,"
                + " leader:TOPIC-PARTITION, follower:TOPIC-PARTITION, followers:TOPIC-PARTITION, replicas:TOPIC-PARTITION,"
                + " coordinator:GROUP, txn-coordinator:ID, controller, controller:ID, controllers, controllers-minority,"
                + " brokers, brokers-minority, any, clients, client:ID, member:GROUP, member:GROUP/N or producer:ID.");
    }

    /** A target means nobody now. */
    public static TrialException nobody(String target, String why) {
        return new TrialException(
                "target '" + target + "' means nobody now: " + why + ". Heal the cluster or name another target.");
    }

    /** A duration is in none of the known forms. */
    public static TrialException duration(String text) {
        return new TrialException("duration '" + text + "' cannot be understood: it is neither a whole number with a"
                + " unit nor ISO-8601. Write 50ms, 1s, 2m, 1h or PT1.5S.");
    }

    /** A fault of a plan is impossible; {@code why} says it all but the fix. */
    public static TrialException fault(String name, String why, String fix) {
        return new TrialException("fault " + name + " is not possible: " + why + ". " + fix + ".");
    }

    /** Kafka refuses the settings of groups. */
    public static TrialException groupConfig(RuntimeException refusal) {
        return new TrialException(
                "the broker configuration of groups is not possible: " + refusal.getMessage()
                        + ". Kafka checks these settings against each other; change the ones named"
                        + " (the harness sets short heartbeats and sessions where you set nothing).",
                refusal);
    }

    /** A broker configuration key that Kafka does not know, and that looks like one it does. */
    public static TrialException brokerConfigKey(int broker, String key, String nearest) {
        return new TrialException("broker configuration '" + key + "' of broker " + broker
                + " is none of Apache Kafka's, which would ignore it without a word. Did you mean '" + nearest
                + "'? If it is a plugin's own, choose a name that is less like Kafka's.");
    }

    /** Why an administrator's change of a broker setting is refused that no broker has; a part of a sentence. */
    public static String noBrokerSetting(String key, String nearest) {
        return "brokers have no setting " + key + "; the nearest they have is " + nearest;
    }

    /** A broker configuration value Kafka would refuse at the start of the broker. */
    public static TrialException brokerConfigValue(int broker, String key, String value, Throwable cause) {
        return new TrialException(
                "broker configuration " + key + " = " + value + " of broker " + broker
                        + " is not possible: Apache Kafka refuses it (" + cause.getMessage()
                        + "). Correct the value, or leave it out to get the default.",
                cause);
    }

    /** A version for an engine that has only one. */
    public static TrialException versionOfEmbedded(String version) {
        return new TrialException("Kafka version '" + version + "' is not possible on engine 'embedded': its brokers"
                + " are its own and have one version. Choose engine 'apache' (-Dtrial.engine=apache) for real brokers"
                + " of that version, or leave the version out.");
    }

    /** A feature level that does not exist. */
    public static TrialException feature(String key, String value, String why) {
        return new TrialException("broker configuration " + key + " = " + value + " is not possible: " + why
                + ". Correct it, or leave it out to get the level of a new cluster.");
    }

    /** A rule for requests counts from a negative number. */
    public static TrialException wireCount(int skip, int times) {
        return new TrialException("A rule for requests skips " + skip + " and touches " + times
                + ", but neither can be negative. Use skip 0 to begin with the first, times 0 for all.");
    }

    /** A rule names something Kafka does not have. */
    public static TrialException wireName(String what, String name, String nearest) {
        return new TrialException("Kafka has no " + what + " named '" + name + "'. Did you mean '" + nearest + "'?");
    }

    /** A complaint that does not know the fault it is about. */
    public static TrialException ofFault(String name, TrialException complaint) {
        return new TrialException("fault " + name + ": " + complaint.getMessage(), complaint);
    }
}
