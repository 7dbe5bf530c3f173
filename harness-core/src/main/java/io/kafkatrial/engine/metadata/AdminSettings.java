/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Nearest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** What administrators do to settings, quotas, groups and transactions. Safe for use by several threads. */
final class AdminSettings {

    /** How settings of one listener begin; brokers tell of them once they are set. */
    private static final String OF_A_LISTENER = "listener.name.";

    private static final Set<TransactionState> OPEN =
            Set.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT);

    private final Admin admin;
    private final BrokerSettings brokers;
    private final Answers answers;

    AdminSettings(Admin admin, BrokerSettings brokers, Answers answers) {
        this.admin = admin;
        this.brokers = brokers;
        this.answers = answers;
    }

    AdminOutcome perform(AdminAct act) {
        if (act instanceof AdminAct.SetTopicConfig set) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, set.topic());
            Optional<String> before = change(act, topic, set.key(), set.value());
            return changed(
                    set.key() + " of topic " + set.topic(),
                    before.orElse("the default"),
                    set.value().orElse("the default"),
                    new AdminAct.SetTopicConfig(set.topic(), set.key(), before));
        } else if (act instanceof AdminAct.SetBrokerConfig set) {
            String name =
                    set.broker().isPresent() ? Integer.toString(set.broker().getAsInt()) : "";
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, name);
            requireKnown(act, set.key());
            Optional<String> before = change(act, broker, set.key(), set.value());
            return changed(
                    set.key() + (name.isEmpty() ? " of all brokers" : " of broker " + name),
                    before.orElse("the default"),
                    set.value().orElse("the default"),
                    new AdminAct.SetBrokerConfig(set.broker(), set.key(), before));
        } else if (act instanceof AdminAct.DeleteOffsets delete) {
            return deleteOffsets(delete);
        } else if (act instanceof AdminAct.RemoveMembers remove) {
            return removeMembers(remove);
        } else if (act instanceof AdminAct.SetQuota quota) {
            return setQuota(quota);
        } else if (act instanceof AdminAct.AbortTransaction abort) {
            return abort(abort);
        }
        throw ApacheComplaints.refused(act, "the engine does not know it", null);
    }

    private static AdminOutcome changed(String what, String before, String now, AdminAct undo) {
        return before.equals(now)
                ? new AdminOutcome(what + " is " + now + " already", 0, Optional.empty())
                : new AdminOutcome(what + " is " + now + " instead of " + before, 1, Optional.of(undo));
    }

    /** Set it, and wait until all brokers say so; gives back the value of one's own it had. */
    private Optional<String> change(AdminAct act, ConfigResource resource, String key, Optional<String> value) {
        Optional<String> before = own(act, resource, key);
        AlterConfigOp.OpType how = value.isPresent() ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE;
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value.orElse("")), how);
        answers.get(
                act,
                admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
        answers.await(act, () -> brokers.configs(resource, key).equals(Set.of(value)));
        return before;
    }

    /** Controllers take any name, and brokers say nothing of one they do not know. */
    private void requireKnown(AdminAct act, String key) {
        Set<String> known = brokers.names();
        if (!known.isEmpty() && !known.contains(key) && !key.startsWith(OF_A_LISTENER)) {
            throw ApacheComplaints.refused(
                    act,
                    Complaints.noBrokerSetting(key, Nearest.some(key, known, 1).get(0)),
                    null);
        }
    }

    private Optional<String> own(AdminAct act, ConfigResource resource, String key) {
        return agreed(act, () -> brokers.configs(resource, key));
    }

    /** What the brokers say when all of them say the same. */
    private <T> T agreed(AdminAct act, Supplier<Set<T>> said) {
        Set<T> last = new HashSet<>();
        answers.await(act, () -> {
            last.clear();
            last.addAll(said.get());
            return last.size() == 1;
        });
        return last.iterator().next();
    }

    private AdminOutcome deleteOffsets(AdminAct.DeleteOffsets act) {
        Set<TopicPartition> committed =
                answers
                        .get(act, admin.listConsumerGroupOffsets(act.group()).partitionsToOffsetAndMetadata())
                        .keySet()
                        .stream()
                        .filter(partition -> partition.topic().equals(act.topic()))
                        .collect(Collectors.toSet());
        if (!committed.isEmpty()) {
            answers.get(
                    act,
                    admin.deleteConsumerGroupOffsets(act.group(), committed).all());
        }
        return new AdminOutcome(
                "group " + act.group() + " has no offsets of " + act.topic() + " any more",
                committed.size(),
                Optional.empty());
    }

    private AdminOutcome removeMembers(AdminAct.RemoveMembers act) {
        int members = answers.get(
                        act,
                        admin.describeConsumerGroups(List.of(act.group()))
                                .describedGroups()
                                .get(act.group()))
                .members()
                .size();
        if (members > 0) {
            answers.get(
                    act,
                    admin.removeMembersFromConsumerGroup(act.group(), new RemoveMembersFromConsumerGroupOptions())
                            .all());
        }
        return new AdminOutcome(
                members + " members were thrown out of group " + act.group(), members, Optional.empty());
    }

    private AdminOutcome setQuota(AdminAct.SetQuota act) {
        Map<String, String> entity = new HashMap<>();
        act.user().ifPresent(user -> entity.put(ClientQuotaEntity.USER, user));
        act.clientId().ifPresent(client -> entity.put(ClientQuotaEntity.CLIENT_ID, client));
        if (entity.isEmpty()) {
            entity.put(ClientQuotaEntity.CLIENT_ID, null); // Kafka's name for all that have none of their own
        }
        ClientQuotaEntity whom = new ClientQuotaEntity(entity);
        OptionalDouble before = agreed(act, () -> brokers.quotas(whom, act.key()));
        Double value = act.value().isPresent() ? act.value().getAsDouble() : null;
        ClientQuotaAlteration.Op change = new ClientQuotaAlteration.Op(act.key(), value);
        answers.get(
                act,
                admin.alterClientQuotas(List.of(new ClientQuotaAlteration(whom, List.of(change))))
                        .all());
        answers.await(act, () -> brokers.quotas(whom, act.key()).equals(Set.of(act.value())));
        return changed(
                act.key() + " of " + entity,
                words(before),
                words(act.value()),
                new AdminAct.SetQuota(act.user(), act.clientId(), act.key(), before));
    }

    private static String words(OptionalDouble quota) {
        return quota.isPresent() ? Double.toString(quota.getAsDouble()) : "without limit";
    }

    private AdminOutcome abort(AdminAct.AbortTransaction act) {
        boolean open = isOpen(act);
        answers.get(act, admin.fenceProducers(List.of(act.transactionalId())).all());
        answers.await(act, () -> !isOpen(act));
        return new AdminOutcome(
                "the producer of " + act.transactionalId() + " is fenced"
                        + (open ? ", its open transaction aborted" : "; it had no open transaction"),
                open ? 1 : 0,
                Optional.empty());
    }

    private boolean isOpen(AdminAct.AbortTransaction act) {
        return OPEN.contains(answers.get(
                        act,
                        admin.describeTransactions(List.of(act.transactionalId()))
                                .description(act.transactionalId()))
                .state());
    }
}
