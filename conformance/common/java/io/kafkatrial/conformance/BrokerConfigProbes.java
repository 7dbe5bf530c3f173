/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Dynamic settings of brokers, as requests and with the words of the answers. */
final class BrokerConfigProbes {
    private static final int BROKER = 4;
    private static final int LOGGER = 8;
    private static final int SET = 0;
    private static final int DELETE = 1;
    private static final int APPEND = 2;
    private static final int SUBTRACT = 3;

    private BrokerConfigProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("broker settings: what a broker refuses", BrokerConfigProbes::refused),
                new Probe("broker settings: what the cluster's default refuses", BrokerConfigProbes::refusedForAll),
                new Probe("broker settings: thread pools and contradictions", BrokerConfigProbes::relations),
                new Probe("broker settings: loggers that are not there", BrokerConfigProbes::loggers),
                new Probe("broker settings: resources twice and of no type", BrokerConfigProbes::resources),
                new Probe("broker settings: replaced as a whole", BrokerConfigProbes::legacy));
    }

    private static AlterableConfig op(int type, String key, String value) {
        return new AlterableConfig().setName(key).setConfigOperation((byte) type).setValue(value);
    }

    private static AlterConfigsResource resource(int type, String name, AlterableConfig... ops) {
        var resource = new AlterConfigsResource().setResourceType((byte) type).setResourceName(name);
        for (AlterableConfig op : ops) {
            resource.configs().mustAdd(op);
        }
        return resource;
    }

    private static String alter(Lab lab, AlterConfigsResource... resources) throws Exception {
        var request = new IncrementalAlterConfigsRequestData().setValidateOnly(true);
        for (AlterConfigsResource resource : resources) {
            request.resources().mustAdd(resource);
        }
        var response = lab.ask(ApiKeys.INCREMENTAL_ALTER_CONFIGS, 1, request, IncrementalAlterConfigsResponseData.class);
        return masked(lab, response.responses().stream().map(it -> Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList().toString());
    }

    private static String masked(Lab lab, String text) {
        return text.replace("xpected " + lab.id(1), "xpected B1").replace("received " + lab.id(2), "received B2");
    }

    private static String own(Lab lab, int type, String key, String value) throws Exception {
        return alter(lab, resource(BROKER, String.valueOf(lab.id(1)), op(type, key, value)));
    }

    private static String forAll(Lab lab, int type, String key, String value) throws Exception {
        return alter(lab, resource(BROKER, "", op(type, key, value)));
    }

    private static void refused(Lab lab, Notes notes) {
        notes.ask("read-only", () -> own(lab, SET, "num.partitions", "3"));
        notes.ask("not a number", () -> own(lab, SET, "log.retention.ms", "x"));
        notes.ask("out of range", () -> own(lab, SET, "log.cleaner.min.cleanable.ratio", "2"));
        notes.ask("security without a listener", () -> own(lab, SET, "ssl.keystore.type", "PKCS12"));
        notes.ask("unknown", () -> own(lab, SET, "my.own.key", "x"));
        notes.ask("append to no list", () -> own(lab, APPEND, "log.retention.ms", "1"));
        notes.ask("append to an unknown one", () -> own(lab, APPEND, "my.own.key", "1"));
        notes.ask("subtract from no list", () -> own(lab, SUBTRACT, "log.retention.ms", "1"));
        notes.ask("append", () -> own(lab, APPEND, "log.cleanup.policy", "compact"));
        notes.ask("append nonsense", () -> own(lab, APPEND, "log.cleanup.policy", "nonsense"));
        notes.ask("null", () -> own(lab, SET, "log.retention.ms", null));
        notes.ask("delete what is not there", () -> own(lab, DELETE, "log.retention.ms", null));
        notes.ask("an unknown operation", () -> own(lab, 9, "log.retention.ms", "1"));
        notes.ask("another broker", () -> alter(lab, resource(BROKER, String.valueOf(lab.id(2)), op(SET, "log.retention.ms", "1"))));
        notes.ask("no broker", () -> alter(lab, resource(BROKER, "x", op(SET, "log.retention.ms", "1"))));
        notes.ask("twice", () -> alter(lab, resource(BROKER, String.valueOf(lab.id(1)), op(SET, "log.retention.ms", "1"), op(DELETE, "log.retention.ms", null))));
    }

    private static void refusedForAll(Lab lab, Notes notes) {
        notes.ask("of a broker", () -> forAll(lab, SET, "listeners", "PLAINTEXT://:0"));
        notes.ask("of a listener", () -> forAll(lab, SET, "listener.name.external.ssl.keystore.type", "PKCS12"));
        notes.ask("read-only", () -> forAll(lab, SET, "process.roles", "broker"));
        notes.ask("good", () -> forAll(lab, SET, "log.retention.ms", "100000"));
    }

    private static void relations(Lab lab, Notes notes) {
        notes.ask("retention of nothing", () -> own(lab, SET, "log.retention.ms", "0"));
        notes.ask("retention for ever", () -> own(lab, SET, "log.retention.ms", "-1"));
        notes.ask("no roll", () -> own(lab, SET, "log.roll.ms", "0"));
        notes.ask("two cleaners for a small buffer", () -> own(lab, SET, "log.cleaner.threads", "2"));
        notes.ask("a small buffer", () -> own(lab, SET, "log.cleaner.dedupe.buffer.size", "1048576"));
        notes.ask("many cleaners", () -> alter(lab, resource(BROKER, "", op(SET, "log.cleaner.threads", "3"), op(SET, "log.cleaner.dedupe.buffer.size", "99999999"))));
        notes.ask("two cleaners and a buffer", () -> alter(lab, resource(BROKER, "", op(SET, "log.cleaner.threads", "2"), op(SET, "log.cleaner.dedupe.buffer.size", "99999999"))));
        notes.ask("no threads", () -> own(lab, SET, "num.io.threads", "0"));
        notes.ask("few threads", () -> own(lab, SET, "num.replica.fetchers", "3"));
        notes.ask("many threads", () -> own(lab, SET, "background.threads", "400"));
        notes.ask("local retention", () -> own(lab, SET, "log.local.retention.ms", "99999999999999"));
        notes.ask("connections", () -> own(lab, SET, "max.connections.per.ip", "0"));
    }

    private static void loggers(Lab lab, Notes notes) {
        String here = String.valueOf(lab.id(1));
        notes.ask("set", () -> alter(lab, resource(LOGGER, here, op(SET, "no.such.logger", "DEBUG"))));
        notes.ask("delete", () -> alter(lab, resource(LOGGER, here, op(DELETE, "no.such.logger", null))));
        notes.ask("append", () -> alter(lab, resource(LOGGER, here, op(APPEND, "no.such.logger", "DEBUG"))));
        notes.ask("subtract", () -> alter(lab, resource(LOGGER, here, op(SUBTRACT, "no.such.logger", "DEBUG"))));
        notes.ask("an unknown operation", () -> alter(lab, resource(LOGGER, here, op(9, "no.such.logger", "DEBUG"))));
        notes.ask("nothing", () -> alter(lab, resource(LOGGER, here)));
        notes.ask("of another", () -> alter(lab, resource(LOGGER, String.valueOf(lab.id(2)), op(SET, "no.such.logger", "DEBUG"))));
        notes.ask("of nobody", () -> alter(lab, resource(LOGGER, "x", op(SET, "no.such.logger", "DEBUG"))));
    }

    private static void resources(Lab lab, Notes notes) {
        notes.ask("of no type", () -> alter(lab, resource(99, "x", op(SET, "a", "b"))));
        notes.ask("good and bad", () -> alter(lab, resource(BROKER, "", op(SET, "log.retention.ms", "100000")), resource(BROKER, "x", op(SET, "log.retention.ms", "1"))));
        notes.ask("client metrics", () -> alter(lab, resource(16, "cm-1", op(SET, "interval.ms", "50"))));
        notes.ask("client metrics' key", () -> alter(lab, resource(16, "cm-1", op(SET, "nonsense", "50"))));
        notes.ask("client metrics' pattern", () -> alter(lab, resource(16, "cm-1", op(SET, "match", "nonsense=x"))));
        notes.ask("group's key", () -> alter(lab, resource(32, "g-1", op(SET, "nonsense", "50"))));
        notes.ask("group of no name", () -> alter(lab, resource(32, "", op(SET, "consumer.session.timeout.ms", "50"))));
    }

    private static String replace(Lab lab, int type, String name, String... config) throws Exception {
        var resource = new AlterConfigsRequestData.AlterConfigsResource().setResourceType((byte) type).setResourceName(name);
        for (int i = 0; i < config.length; i += 2) {
            resource.configs().mustAdd(new AlterConfigsRequestData.AlterableConfig().setName(config[i]).setValue(config[i + 1]));
        }
        var request = new AlterConfigsRequestData().setValidateOnly(true);
        request.resources().mustAdd(resource);
        var response = lab.ask(ApiKeys.ALTER_CONFIGS, 2, request, AlterConfigsResponseData.class);
        return masked(lab, response.responses().stream().map(it -> Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList().toString());
    }

    private static void legacy(Lab lab, Notes notes) throws Exception {
        lab.plainTopic("bc-legacy", 1);
        String here = String.valueOf(lab.id(1));
        notes.ask("good", () -> replace(lab, BROKER, here, "log.retention.ms", "100000"));
        notes.ask("null", () -> replace(lab, BROKER, here, "log.retention.ms", null));
        notes.ask("read-only", () -> replace(lab, BROKER, here, "num.partitions", "3"));
        notes.ask("cleaners", () -> replace(lab, BROKER, here, "log.cleaner.threads", "2"));
        notes.ask("logger", () -> replace(lab, LOGGER, here, "root", "DEBUG"));
        notes.ask("topic", () -> replace(lab, 2, "bc-legacy", "retention.ms", "x"));
        notes.ask("unknown topic", () -> replace(lab, 2, "bc-none", "retention.ms", "1"));
    }
}
