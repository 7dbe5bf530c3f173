/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AlterClientQuotasRequest;
import org.apache.kafka.common.requests.AlterClientQuotasResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;
import org.apache.kafka.common.requests.DescribeTransactionsRequest;
import org.apache.kafka.common.requests.DescribeTransactionsResponse;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.apache.kafka.common.requests.IncrementalAlterConfigsResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetDeleteResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.image.ClientQuotaImage;

/** What administrators do to settings, quotas, groups and transactions. */
final class AdminClients {

    private static final Set<String> OPEN = Set.of("Ongoing", "PrepareAbort", "PrepareCommit");
    private static final String DEFAULT = "the default";

    private final Office office;
    private final Function<String, OptionalInt> groups;
    private final Function<String, OptionalInt> transactions;

    /**
     * Serve.
     *
     * @param groups who coordinates a group
     * @param transactions who coordinates a transactional id
     */
    AdminClients(Office office, Function<String, OptionalInt> groups, Function<String, OptionalInt> transactions) {
        this.office = office;
        this.groups = groups;
        this.transactions = transactions;
    }

    AdminOutcome set(AdminAct.SetTopicConfig act) {
        Optional<String> before = change(act, ConfigResource.Type.TOPIC, act.topic(), act.key(), act.value());
        return changed(
                act.key() + " of topic " + act.topic(),
                before.orElse(DEFAULT),
                act.value().orElse(DEFAULT),
                new AdminAct.SetTopicConfig(act.topic(), act.key(), before));
    }

    /** Controllers take any name; an administrator's slip is told. */
    AdminOutcome set(AdminAct.SetBrokerConfig act) {
        BrokerConfig.nearestUnlessKnown(act.key()).ifPresent(nearest -> {
            throw Complaints.adminRefused(act, Complaints.noBrokerSetting(act.key(), nearest));
        });
        String name = act.broker().isPresent() ? Integer.toString(act.broker().getAsInt()) : "";
        Optional<String> before = change(act, ConfigResource.Type.BROKER, name, act.key(), act.value());
        return changed(
                act.key() + (name.isEmpty() ? " of all brokers" : " of broker " + name),
                before.orElse(DEFAULT),
                act.value().orElse(DEFAULT),
                new AdminAct.SetBrokerConfig(act.broker(), act.key(), before));
    }

    private static AdminOutcome changed(String what, String before, String now, AdminAct undo) {
        return before.equals(now)
                ? new AdminOutcome(what + " is " + now + " already", 0, Optional.empty())
                : new AdminOutcome(what + " is " + now + " instead of " + before, 1, Optional.of(undo));
    }

    private Optional<String> change(
            AdminAct act, ConfigResource.Type type, String name, String key, Optional<String> value) {
        ConfigResource resource = new ConfigResource(type, name);
        Optional<String> before = own(resource, key);
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(key, value.orElse("")),
                value.isPresent() ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = Map.of(resource, List.of(change));
        office.ask(
                        act,
                        new IncrementalAlterConfigsRequest.Builder(changes, false).build(),
                        IncrementalAlterConfigsResponse.class)
                .data()
                .responses()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage()));
        office.await(act, () -> own(resource, key).equals(value));
        return before;
    }

    private Optional<String> own(ConfigResource resource, String key) {
        return Optional.ofNullable(
                office.image().configs().configMapForResource(resource).get(key));
    }

    AdminOutcome set(AdminAct.SetQuota act) {
        Map<String, String> entity = new HashMap<>();
        act.user().ifPresent(user -> entity.put(ClientQuotaEntity.USER, user));
        act.clientId().ifPresent(client -> entity.put(ClientQuotaEntity.CLIENT_ID, client));
        if (entity.isEmpty()) {
            entity.put(ClientQuotaEntity.CLIENT_ID, null); // Kafka's name for all that have none of their own
        }
        ClientQuotaEntity whom = new ClientQuotaEntity(entity);
        OptionalDouble before = quota(whom, act.key());
        Double value = act.value().isPresent() ? act.value().getAsDouble() : null;
        ClientQuotaAlteration change =
                new ClientQuotaAlteration(whom, List.of(new ClientQuotaAlteration.Op(act.key(), value)));
        office.ask(
                        act,
                        new AlterClientQuotasRequest.Builder(List.of(change), false).build(),
                        AlterClientQuotasResponse.class)
                .data()
                .entries()
                .forEach(result -> Office.require(act, result.errorCode(), result.errorMessage()));
        office.await(act, () -> quota(whom, act.key()).equals(act.value()));
        return changed(
                act.key() + " of " + entity,
                words(before),
                words(act.value()),
                new AdminAct.SetQuota(act.user(), act.clientId(), act.key(), before));
    }

    private static String words(OptionalDouble quota) {
        return quota.isPresent() ? Double.toString(quota.getAsDouble()) : "without limit";
    }

    private OptionalDouble quota(ClientQuotaEntity whom, String key) {
        Double found = office.image()
                .clientQuotas()
                .entities()
                .getOrDefault(whom, ClientQuotaImage.EMPTY)
                .quotas()
                .get(key);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
    }

    AdminOutcome deleteOffsets(AdminAct.DeleteOffsets act) {
        OptionalInt coordinator = groups.apply(act.group());
        List<Integer> committed = committed(act, coordinator);
        if (!committed.isEmpty()) {
            var request = new OffsetDeleteRequestData().setGroupId(act.group());
            request.topics()
                    .add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
                            .setName(act.topic())
                            .setPartitions(committed.stream()
                                    .map(index -> new OffsetDeleteRequestPartition().setPartitionIndex(index))
                                    .toList()));
            var answer = office.ask(
                            act,
                            coordinator,
                            new OffsetDeleteRequest.Builder(request).build(),
                            OffsetDeleteResponse.class)
                    .data();
            Office.require(act, answer.errorCode(), null);
            answer.topics().forEach(topic -> topic.partitions()
                    .forEach(result -> Office.require(act, result.errorCode(), null)));
        }
        return new AdminOutcome(
                "group " + act.group() + " has no offsets of " + act.topic() + " any more",
                committed.size(),
                Optional.empty());
    }

    private List<Integer> committed(AdminAct.DeleteOffsets act, OptionalInt coordinator) {
        var request = new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                        .setGroupId(act.group())
                        .setTopics(null)));
        var group = office.ask(
                        act,
                        coordinator,
                        OffsetFetchRequest.Builder.forTopicNames(request, false).build(),
                        OffsetFetchResponse.class)
                .data()
                .groups()
                .get(0);
        Office.require(act, group.errorCode(), null);
        return group.topics().stream()
                .filter(topic -> topic.name().equals(act.topic()))
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.committedOffset() >= 0)
                .map(partition -> partition.partitionIndex())
                .toList();
    }

    AdminOutcome removeMembers(AdminAct.RemoveMembers act) {
        OptionalInt coordinator = groups.apply(act.group());
        var group = office.ask(
                        act,
                        coordinator,
                        new DescribeGroupsRequest.Builder(
                                        new DescribeGroupsRequestData().setGroups(List.of(act.group())))
                                .build(),
                        DescribeGroupsResponse.class)
                .data()
                .groups()
                .get(0);
        Office.require(act, group.errorCode(), group.errorMessage());
        List<MemberIdentity> members = group.members().stream()
                .map(member -> member.groupInstanceId() == null
                        ? new MemberIdentity().setMemberId(member.memberId())
                        : new MemberIdentity().setGroupInstanceId(member.groupInstanceId()))
                .toList();
        if (!members.isEmpty()) {
            var answer = office.ask(
                            act,
                            coordinator,
                            new LeaveGroupRequest.Builder(act.group(), members).build(),
                            LeaveGroupResponse.class)
                    .data();
            Office.require(act, answer.errorCode(), null);
            answer.members().forEach(result -> Office.require(act, result.errorCode(), null));
        }
        return new AdminOutcome(
                members.size() + " members were thrown out of group " + act.group(), members.size(), Optional.empty());
    }

    AdminOutcome abort(AdminAct.AbortTransaction act) {
        OptionalInt coordinator = transactions.apply(act.transactionalId());
        boolean open = isOpen(act, coordinator);
        office.await(act, () -> isFenced(act, coordinator));
        office.await(act, () -> !isOpen(act, transactions.apply(act.transactionalId())));
        return new AdminOutcome(
                "the producer of " + act.transactionalId() + " is fenced"
                        + (open ? ", its open transaction aborted" : "; it had no open transaction"),
                open ? 1 : 0,
                Optional.empty());
    }

    /** As an administrator's client does, ask again while the transaction is on its way to its end. */
    private boolean isFenced(AdminAct.AbortTransaction act, OptionalInt coordinator) {
        InitProducerIdRequestData request = new InitProducerIdRequestData()
                .setTransactionalId(act.transactionalId())
                .setTransactionTimeoutMs(Office.patienceMs())
                .setProducerId(RecordBatch.NO_PRODUCER_ID)
                .setProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH);
        Errors error = Errors.forCode(office.ask(
                        act,
                        coordinator,
                        new InitProducerIdRequest.Builder(request).build(),
                        InitProducerIdResponse.class)
                .data()
                .errorCode());
        if (error == Errors.CONCURRENT_TRANSACTIONS || error == Errors.COORDINATOR_LOAD_IN_PROGRESS) {
            return false;
        }
        Office.require(act, error, null);
        return true;
    }

    private boolean isOpen(AdminAct.AbortTransaction act, OptionalInt coordinator) {
        var request = new DescribeTransactionsRequestData().setTransactionalIds(List.of(act.transactionalId()));
        var transaction = office.ask(
                        act,
                        coordinator,
                        new DescribeTransactionsRequest.Builder(request).build(),
                        DescribeTransactionsResponse.class)
                .data()
                .transactionStates()
                .get(0);
        Office.require(act, transaction.errorCode(), null);
        return OPEN.contains(transaction.transactionState());
    }
}
