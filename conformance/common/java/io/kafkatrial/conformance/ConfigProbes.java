/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Configurations, described and changed. */
final class ConfigProbes {
    private static final List<String> BROKER_KEYS = List.of(
            "log.retention.ms", "log.retention.hours", "num.io.threads", "min.insync.replicas", "default.replication.factor", "num.partitions",
            "log.segment.bytes", "auto.create.topics.enable", "message.max.bytes", "replica.lag.time.max.ms", "log.cleaner.threads",
            "unclean.leader.election.enable", "ssl.keystore.password", "group.initial.rebalance.delay.ms", "compression.type", "log.cleanup.policy",
            "log.message.timestamp.type", "offsets.retention.minutes", "fetch.max.bytes", "max.connections");

    private ConfigProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("describe configs: every key of a topic", ConfigProbes::topic),
                new Probe("describe configs: synonyms and sources of a topic", ConfigProbes::synonyms),
                new Probe("describe configs: a broker's values, sources, synonyms", ConfigProbes::broker),
                new Probe("describe configs: a broker's keys", ConfigProbes::brokerKeys),
                new Probe("describe configs: the cluster's default", ConfigProbes::clusterDefault),
                new Probe("describe configs: a group's", ConfigProbes::group),
                new Probe("describe configs: types and documentation", ConfigProbes::types),
                new Probe("describe configs: what cannot be", ConfigProbes::wrong),
                new Probe("describe configs: a broker's loggers", ConfigProbes::loggers),
                new Probe("alter configs: set, append, subtract, delete", ConfigProbes::operations),
                new Probe("alter configs: what cannot be", ConfigProbes::invalid),
                new Probe("alter configs: a broker's and the cluster's default reach topics", ConfigProbes::dynamic),
                new Probe("alter configs: validate only", ConfigProbes::validateOnly),
                new Probe("alter configs: take effect on the log", ConfigProbes::effect));
    }

    private static Config describe(Lab lab, Type type, String name, boolean synonyms) throws Exception {
        var resource = new ConfigResource(type, name);
        return lab.admin().describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(synonyms)).all().get().get(resource);
    }

    private static String text(Lab lab, ConfigEntry it) {
        return it == null ? "absent" : it.value() + " " + it.source() + (it.isReadOnly() ? " read-only" : "") + (it.isSensitive() ? " sensitive" : "")
                + it.synonyms().stream().map(s -> s.name() + "=" + s.value() + "/" + s.source()).toList();
    }

    private static void topic(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("dc-all", 1);
        var sorted = new TreeMap<String, String>();
        describe(lab, Type.TOPIC, "dc-all", false).entries().forEach(it -> sorted.put(it.name(), text(lab, it)));
        sorted.forEach(notes::note);
    }

    private static void synonyms(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("dc-synonyms", 1, "retention.ms", "7777");
        var config = describe(lab, Type.TOPIC, "dc-synonyms", true);
        for (String key : List.of("retention.ms", "min.insync.replicas", "segment.bytes", "cleanup.policy", "max.message.bytes", "segment.ms", "message.timestamp.type", "flush.ms")) {
            notes.note(key, text(lab, config.get(key)));
        }
    }

    private static void broker(Lab lab, Notes notes) throws Exception {
        var config = describe(lab, Type.BROKER, String.valueOf(lab.id(1)), true);
        BROKER_KEYS.forEach(key -> notes.note(key, text(lab, config.get(key))));
    }

    private static void brokerKeys(Lab lab, Notes notes) throws Exception {
        var names = new TreeSet<String>();
        describe(lab, Type.BROKER, String.valueOf(lab.id(1)), false).entries().forEach(it -> names.add(it.name() + (it.isReadOnly() ? "" : "*")));
        names.forEach(it -> notes.note(it, "there"));
    }

    private static void clusterDefault(Lab lab, Notes notes) throws Exception {
        notes.ask("entries", () -> describe(lab, Type.BROKER, "", true).entries().stream().map(it -> it.name() + text(lab, it)).sorted().toList());
    }

    private static void group(Lab lab, Notes notes) throws Exception {
        var sorted = new TreeMap<String, String>();
        describe(lab, Type.GROUP, "dc-group", false).entries().stream().filter(it -> it.name().startsWith("consumer.")).forEach(it -> sorted.put(it.name(), text(lab, it)));
        sorted.forEach(notes::note);
        var resource = new ConfigResource(Type.GROUP, "dc-group");
        notes.ask("set", () -> set(lab, resource, "consumer.session.timeout.ms", "20000"));
        notes.note("seen", lab.await(() -> describe(lab, Type.GROUP, "dc-group", false).get("consumer.session.timeout.ms").value().equals("20000")));
        notes.ask("out of bounds", () -> set(lab, resource, "consumer.session.timeout.ms", "2000000"));
        notes.ask("unknown", () -> set(lab, resource, "consumer.color", "red"));
    }

    private static void types(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("dc-types", 1);
        var resource = new DescribeConfigsResource().setResourceType((byte) 2).setResourceName("dc-types").setConfigurationKeys(List.of("retention.ms", "cleanup.policy", "preallocate", "min.cleanable.dirty.ratio", "no.such"));
        var request = new DescribeConfigsRequestData().setResources(List.of(resource)).setIncludeDocumentation(true);
        var response = lab.ask(ApiKeys.DESCRIBE_CONFIGS, 4, request, DescribeConfigsResponseData.class).results().get(0);
        notes.note("error", Lab.error(response.errorCode()));
        response.configs().stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(it -> notes.note(it.name(),
                it.value() + " type " + it.configType() + " documented " + (it.documentation() != null && !it.documentation().isEmpty())));
    }

    private static String raw(Lab lab, int place, int type, String name) throws Exception {
        var request = new DescribeConfigsRequestData().setResources(List.of(new DescribeConfigsResource().setResourceType((byte) type).setResourceName(name).setConfigurationKeys(null)));
        var it = lab.ask(place, ApiKeys.DESCRIBE_CONFIGS, 4, request, DescribeConfigsResponseData.class).results().get(0);
        return Lab.error(it.errorCode()) + " " + (it.configs().isEmpty() ? "nothing" : "something");
    }

    private static void wrong(Lab lab, Notes notes) {
        notes.ask("unknown topic", () -> raw(lab, 1, 2, "dc-none"));
        notes.ask("invalid topic", () -> raw(lab, 1, 2, "a b"));
        notes.ask("unknown broker", () -> raw(lab, 1, 4, "77"));
        notes.ask("another broker", () -> raw(lab, 1, 4, String.valueOf(lab.id(2))));
        notes.ask("no number", () -> raw(lab, 1, 4, "x"));
        notes.ask("type 99", () -> raw(lab, 1, 99, "x"));
                notes.ask("client metrics", () -> raw(lab, 1, 16, "cm"));
    }

    private static void loggers(Lab lab, Notes notes) {
        notes.ask("loggers", () -> raw(lab, 1, 8, String.valueOf(lab.id(1))));
    }

    private static String set(Lab lab, ConfigResource resource, String key, String value) throws Exception {
        return alter(lab, resource, false, new AlterConfigOp(new ConfigEntry(key, value), OpType.SET));
    }

    private static String alter(Lab lab, ConfigResource resource, boolean validateOnly, AlterConfigOp... ops) throws Exception {
        lab.admin().incrementalAlterConfigs(Map.of(resource, List.of(ops)), new AlterConfigsOptions().validateOnly(validateOnly)).all().get();
        return "done";
    }

    private static AlterConfigOp op(OpType type, String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), type);
    }

    private static void seen(Lab lab, Notes notes, String what, String topic, String key, String expected) throws Exception {
        boolean seen = lab.await(() -> describe(lab, Type.TOPIC, topic, false).get(key).value().equals(expected));
        notes.note(what, seen ? expected : describe(lab, Type.TOPIC, topic, false).get(key).value());
    }

    private static void operations(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("ac-ops", 1);
        var resource = new ConfigResource(Type.TOPIC, "ac-ops");
        notes.ask("set", () -> set(lab, resource, "retention.ms", "1000"));
        seen(lab, notes, "is", "ac-ops", "retention.ms", "1000");
        notes.ask("append", () -> alter(lab, resource, false, op(OpType.APPEND, "cleanup.policy", "compact")));
        seen(lab, notes, "is", "ac-ops", "cleanup.policy", "delete,compact");
        notes.ask("append again", () -> alter(lab, resource, false, op(OpType.APPEND, "cleanup.policy", "compact")));
        notes.ask("subtract", () -> alter(lab, resource, false, op(OpType.SUBTRACT, "cleanup.policy", "delete")));
        seen(lab, notes, "is", "ac-ops", "cleanup.policy", "compact");
        notes.ask("subtract what is not there", () -> alter(lab, resource, false, op(OpType.SUBTRACT, "cleanup.policy", "delete")));
        notes.ask("delete", () -> alter(lab, resource, false, op(OpType.DELETE, "retention.ms", null)));
        seen(lab, notes, "is", "ac-ops", "retention.ms", "604800000");
        notes.ask("delete what is not there", () -> alter(lab, resource, false, op(OpType.DELETE, "retention.ms", null)));
        notes.note("source", describe(lab, Type.TOPIC, "ac-ops", false).get("cleanup.policy").source());
    }

    private static void invalid(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("ac-bad", 1);
        var topic = new ConfigResource(Type.TOPIC, "ac-bad");
        notes.ask("not a number", () -> set(lab, topic, "retention.ms", "x"));
        notes.ask("unknown key", () -> set(lab, topic, "no.such", "1"));
        notes.ask("null", () -> set(lab, topic, "retention.ms", null));
        notes.ask("append to what is no list", () -> alter(lab, topic, false, op(OpType.APPEND, "retention.ms", "1")));
        notes.ask("twice", () -> alter(lab, topic, false, op(OpType.SET, "retention.ms", "1"), op(OpType.SET, "retention.ms", "2")));
        notes.ask("unknown topic", () -> set(lab, new ConfigResource(Type.TOPIC, "ac-none"), "retention.ms", "1"));
        notes.ask("invalid topic", () -> set(lab, new ConfigResource(Type.TOPIC, "a b"), "retention.ms", "1"));
        notes.ask("unknown broker", () -> set(lab, new ConfigResource(Type.BROKER, "77"), "log.cleaner.threads", "1"));
        notes.ask("read-only key of a broker", () -> set(lab, new ConfigResource(Type.BROKER, String.valueOf(lab.id(1))), "num.partitions", "4"));
        notes.ask("unknown key of a broker", () -> set(lab, new ConfigResource(Type.BROKER, String.valueOf(lab.id(1))), "my.own.key", "4"));
        notes.ask("bad value for the cluster", () -> set(lab, new ConfigResource(Type.BROKER, ""), "log.retention.ms", "x"));
        notes.ask("read-only key of the cluster", () -> set(lab, new ConfigResource(Type.BROKER, ""), "process.roles", "broker"));
        notes.ask("empty name", () -> set(lab, new ConfigResource(Type.TOPIC, ""), "retention.ms", "1"));
    }

    private static void dynamic(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("ac-dynamic", 1);
        var cluster = new ConfigResource(Type.BROKER, "");
        notes.ask("cluster", () -> set(lab, cluster, "log.retention.ms", "123000"));
        seen(lab, notes, "topic has", "ac-dynamic", "retention.ms", "123000");
        notes.note("synonyms", text(lab, describe(lab, Type.TOPIC, "ac-dynamic", true).get("retention.ms")));
        notes.note("broker has", text(lab, describe(lab, Type.BROKER, String.valueOf(lab.id(1)), true).get("log.retention.ms")));
        notes.note("cluster has", describe(lab, Type.BROKER, "", false).entries().stream().map(it -> it.name() + text(lab, it)).toList());
        notes.ask("removed", () -> alter(lab, cluster, false, op(OpType.DELETE, "log.retention.ms", null)));
        seen(lab, notes, "topic has", "ac-dynamic", "retention.ms", "604800000");
        for (int place = 1; place <= 3; place++) {
            var broker = new ConfigResource(Type.BROKER, String.valueOf(lab.id(place)));
            notes.ask("B" + place, () -> set(lab, broker, "message.max.bytes", "2000000"));
            String id = String.valueOf(lab.id(place));
            lab.await(() -> describe(lab, Type.BROKER, id, true).get("message.max.bytes").value().equals("2000000"));
            notes.note("B" + place + " has", text(lab, describe(lab, Type.BROKER, id, true).get("message.max.bytes")));
            alter(lab, broker, false, op(OpType.DELETE, "message.max.bytes", null));
        }
    }

    private static void validateOnly(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("ac-validate", 1);
        var topic = new ConfigResource(Type.TOPIC, "ac-validate");
        notes.ask("good", () -> alter(lab, topic, true, op(OpType.SET, "retention.ms", "5")));
        notes.ask("bad", () -> alter(lab, topic, true, op(OpType.SET, "retention.ms", "x")));
        notes.note("is", describe(lab, Type.TOPIC, "ac-validate", false).get("retention.ms").value());
    }

    private static void effect(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("ac-effect", 1);
        var topic = new ConfigResource(Type.TOPIC, "ac-effect");
        notes.ask("before", () -> ProduceProbes.send(lab, "ac-effect", ProduceProbes.records("x".repeat(500))));
        set(lab, topic, "max.message.bytes", "200");
        notes.note("smaller", lab.await(() -> ProduceProbes.send(lab, "ac-effect", ProduceProbes.records("x".repeat(500))).startsWith("MESSAGE_TOO_LARGE")));
        set(lab, topic, "min.insync.replicas", "3");
        set(lab, topic, "cleanup.policy", "compact");
        var keyless = org.apache.kafka.common.record.internal.MemoryRecords.withRecords(org.apache.kafka.common.compress.Compression.NONE,
                new org.apache.kafka.common.record.internal.SimpleRecord(1L, null, "v".getBytes()));
        notes.note("compacted", lab.await(() -> ProduceProbes.send(lab, "ac-effect", keyless).startsWith("INVALID_RECORD")));
    }
}
