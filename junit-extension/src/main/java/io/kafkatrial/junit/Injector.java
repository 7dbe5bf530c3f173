/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.Interception;
import io.kafkatrial.scenarios.recording.RecordingClients;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes what parameters and fields ask for.
 *
 * @param ofClass the cluster
 * @param test the test it is for; empty for something all tests of the class share
 */
record Injector(ClassStage ofClass, Optional<TestStage> test) {

    private static final Set<Class<?>> TYPES = Set.of(
            Cluster.class,
            ClusterSecurity.class,
            Effects.class,
            Producer.class,
            Consumer.class,
            RecordingConsumer.class,
            RecordingClients.class,
            Admin.class,
            KafkaProducer.class,
            KafkaConsumer.class);

    private static final Set<Class<?>> CLIENTS =
            Set.of(Producer.class, Consumer.class, RecordingConsumer.class, Admin.class);

    /** By their names: older kafka-clients do not have them. */
    private static final String SHARE_CONSUMER = "org.apache.kafka.clients.consumer.ShareConsumer";

    private static final String KAFKAS_SHARE_CONSUMER = "org.apache.kafka.clients.consumer.KafkaShareConsumer";

    /** Whether this is ours to give, or to complain about. */
    static boolean claims(Wanted wanted) {
        return TYPES.contains(wanted.raw())
                || isCalled(SHARE_CONSUMER, wanted)
                || isCalled(KAFKAS_SHARE_CONSUMER, wanted)
                || wanted.wantsBootstrapServers()
                || wanted.wantsClientProperties();
    }

    private static boolean isCalled(String name, Wanted wanted) {
        return wanted.raw().getName().equals(name);
    }

    static boolean isClient(Wanted wanted) {
        return wanted.raw() != Cluster.class
                && wanted.raw() != ClusterSecurity.class
                && wanted.raw() != String.class
                && !wanted.wantsClientProperties()
                && wanted.raw() != Admin.class;
    }

    Object give(Wanted wanted) {
        if (wanted.wantsClientProperties()) {
            return properties(wanted);
        }
        wanted.user()
                .filter(user -> !CLIENTS.contains(wanted.raw()) && !isCalled(SHARE_CONSUMER, wanted))
                .ifPresent(user -> {
                    throw JunitComplaints.asNoClient(wanted.where(), user, wanted.type());
                });
        if (wanted.wantsBootstrapServers()) {
            if (wanted.raw() != String.class) {
                throw JunitComplaints.notAString(wanted.where(), wanted.type());
            }
            return ofClass.bootstrapServers();
        }
        if (wanted.raw() == Cluster.class) {
            return cluster(wanted);
        }
        if (wanted.raw() == ClusterSecurity.class) {
            return asked(wanted, cluster(wanted)::security);
        }
        if (wanted.raw() == Effects.class) {
            return test.orElseThrow(() -> JunitComplaints.effectsOfClass(wanted.where()))
                    .trial()
                    .effects();
        }
        return wanted.raw() == RecordingClients.class ? clients() : client(wanted);
    }

    private Cluster cluster(Wanted wanted) {
        return ofClass.cluster()
                .orElseThrow(() -> JunitComplaints.attached(wanted.where(), ofClass.bootstrapServers()));
    }

    private static <T> T asked(Wanted wanted, Supplier<T> question) {
        try {
            return question.get();
        } catch (TrialException no) {
            throw JunitComplaints.asUser(wanted.where(), no);
        }
    }

    private Object properties(Wanted wanted) {
        Map<String, Object> config = new LinkedHashMap<>(wanted.user()
                .map(user -> asked(wanted, () -> ofClass.connectionAs(user)))
                .orElseGet(ofClass::connection));
        config.putAll(wanted.clientConfig());
        if (Recording.byProperty() == Recording.CLIENTS) {
            Interception.addTo(config);
        }
        if (wanted.raw() == Properties.class) {
            Properties properties = new Properties();
            properties.putAll(config);
            return properties;
        }
        if (wanted.raw() != Map.class) {
            throw JunitComplaints.notAMap(wanted.where(), wanted.type());
        }
        return config;
    }

    private Object client(Wanted wanted) {
        Map<String, Object> config = new LinkedHashMap<>();
        wanted.user().ifPresent(user -> config.putAll(asked(wanted, () -> ofClass.connectionAs(user))));
        config.putAll(wanted.clientConfig());
        if (wanted.raw() == Admin.class) {
            return clients().admin(config);
        }
        if (wanted.raw() == Producer.class) {
            KnownSerdes.complete(wanted.where(), wanted.type(), "serializer", config);
            return clients().producer(config);
        }
        if (wanted.raw() == Consumer.class || wanted.raw() == RecordingConsumer.class) {
            KnownSerdes.complete(wanted.where(), wanted.type(), "deserializer", config);
            return clients().consumer(config);
        }
        if (isCalled(SHARE_CONSUMER, wanted)) {
            KnownSerdes.complete(wanted.where(), wanted.type(), "deserializer", config);
            return clients().share().consumer(config);
        }
        if (wanted.raw() == KafkaProducer.class) {
            throw JunitComplaints.concreteClient(wanted.where(), KafkaProducer.class, Producer.class);
        }
        if (wanted.raw() == KafkaConsumer.class) {
            throw JunitComplaints.concreteClient(wanted.where(), KafkaConsumer.class, Consumer.class);
        }
        if (isCalled(KAFKAS_SHARE_CONSUMER, wanted)) {
            throw JunitComplaints.concreteClient(
                    wanted.where(), wanted.raw(), wanted.raw().getInterfaces()[0]);
        }
        throw JunitComplaints.notInjectable(wanted.where(), wanted.type());
    }

    private RecordingClients clients() {
        return test.map(stage -> stage.trial().clients()).orElseGet(ofClass::clients);
    }
}
