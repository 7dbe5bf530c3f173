/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.quorum.QuorumView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.ControllerRegistrationRequestData;
import org.apache.kafka.common.message.RemoveRaftVoterResponseData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.message.UnregisterControllerResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddRaftVoterRequest;
import org.apache.kafka.common.requests.AddRaftVoterResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.RemoveRaftVoterRequest;
import org.apache.kafka.common.requests.RemoveRaftVoterResponse;
import org.apache.kafka.common.requests.UnregisterBrokerRequest;
import org.apache.kafka.common.requests.UnregisterBrokerResponse;
import org.apache.kafka.common.requests.UnregisterControllerRequest;
import org.apache.kafka.common.requests.UnregisterControllerResponse;
import org.apache.kafka.common.requests.UpdateFeaturesRequest;
import org.apache.kafka.common.requests.UpdateFeaturesResponse;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.controller.QuorumFeatures;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator changes about the cluster as a whole: feature levels (UpdateFeatures 0 to 2),
 * registered brokers and controllers (UnregisterBroker 0, UnregisterController 0), and the voters of the metadata quorum (AddRaftVoter 0 to 1,
 * RemoveRaftVoter 0). The quorum here is what Kafka calls a static one, {@code kraft.version} 0, so
 * its voters never change: both requests are refused as such a quorum of Kafka's does.
 */
final class ClusterAdminHandlers {

    private static final long INCARNATION = 1;
    private static final String STATIC = " voter because the kraft.version feature is 0";

    private final BrokerView broker;
    private final Controllers controllers;

    ClusterAdminHandlers(BrokerView broker, Controllers controllers) {
        this.broker = broker;
        this.controllers = controllers;
    }

    void register(Handlers handlers) {
        handlers.on(ApiKeys.UPDATE_FEATURES, UpdateFeaturesRequest.class, this::updateFeatures)
                .on(ApiKeys.UNREGISTER_BROKER, UnregisterBrokerRequest.class, this::unregister)
                .on(ApiKeys.UNREGISTER_CONTROLLER, UnregisterControllerRequest.class, this::unregisterController)
                .on(ApiKeys.ADD_RAFT_VOTER, AddRaftVoterRequest.class, this::addVoter)
                .on(ApiKeys.REMOVE_RAFT_VOTER, RemoveRaftVoterRequest.class, this::removeVoter);
    }

    private CompletionStage<AbstractResponse> updateFeatures(UpdateFeaturesRequest request, RequestScope scope) {
        return controllers
                .describeQuorum()
                .thenCompose(quorum ->
                        controllers.call(scope, (controller, context) -> register(controller, context, quorum.voters())
                                .thenCompose(nothing -> controller.updateFeatures(context, request.data()))))
                .thenApply(UpdateFeaturesResponse::new);
    }

    /**
     * Let controllers say which features they support, as the one that leads asks for it of all others.
     * Kafka's register when they start; here it is only now that it matters.
     */
    private CompletableFuture<Void> register(
            Controller controller, ControllerRequestContext context, List<QuorumView.Member> voters) {
        Set<Integer> known =
                broker.metadata().currentImage().cluster().controllers().keySet();
        if (voters.size() == 1) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(voters.stream()
                .map(QuorumView.Member::id)
                .filter(id -> !known.contains(id))
                .map(id -> controller.registerController(context, registration(id)))
                .toArray(CompletableFuture[]::new));
    }

    private static ControllerRegistrationRequestData registration(int controller) {
        ControllerRegistrationRequestData registration = new ControllerRegistrationRequestData()
                .setControllerId(controller)
                .setIncarnationId(new Uuid(INCARNATION, controller));
        QuorumFeatures.defaultSupportedFeatureMap(false).forEach((name, range) -> registration
                .features()
                .add(new ControllerRegistrationRequestData.Feature()
                        .setName(name)
                        .setMinSupportedVersion(range.min())
                        .setMaxSupportedVersion(range.max())));
        return registration;
    }

    private CompletionStage<AbstractResponse> unregister(UnregisterBrokerRequest request, RequestScope scope) {
        return controllers
                .call(
                        scope,
                        (controller, context) -> controller.unregisterBroker(
                                context, request.data().brokerId()))
                .thenApply(nothing -> new UnregisterBrokerResponse(new UnregisterBrokerResponseData()));
    }

    private CompletionStage<AbstractResponse> unregisterController(
            UnregisterControllerRequest request, RequestScope scope) {
        return controllers
                .call(
                        scope,
                        (controller, context) -> controller.unregisterController(
                                context, request.data().controllerId()))
                .thenApply(nothing -> new UnregisterControllerResponse(new UnregisterControllerResponseData()));
    }

    private CompletionStage<AbstractResponse> addVoter(AddRaftVoterRequest request, RequestScope scope) {
        var asked = request.data();
        ApiError refusal = wrongCluster(asked.clusterId())
                .or(() -> noVoter("Add", asked.voterId(), asked.voterDirectoryId()))
                .orElse(new ApiError(Errors.UNSUPPORTED_VERSION, "Cluster doesn't support adding" + STATIC));
        return CompletableFuture.completedFuture(new AddRaftVoterResponse(new AddRaftVoterResponseData()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message())));
    }

    private CompletionStage<AbstractResponse> removeVoter(RemoveRaftVoterRequest request, RequestScope scope) {
        var asked = request.data();
        ApiError refusal = wrongCluster(asked.clusterId())
                .or(() -> noVoter("Remove", asked.voterId(), asked.voterDirectoryId()))
                .orElse(new ApiError(Errors.UNSUPPORTED_VERSION, "Cluster doesn't support removing" + STATIC));
        return CompletableFuture.completedFuture(new RemoveRaftVoterResponse(new RemoveRaftVoterResponseData()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message())));
    }

    private Optional<ApiError> wrongCluster(@Nullable String clusterId) {
        return clusterId == null || clusterId.equals(broker.clusterId())
                ? Optional.empty()
                : Optional.of(new ApiError(
                        Errors.INCONSISTENT_CLUSTER_ID,
                        "The given id \"" + clusterId + "\" doesn't match the cluster id \"" + broker.clusterId()
                                + "\""));
    }

    private static Optional<ApiError> noVoter(String act, int voter, Uuid directory) {
        return voter >= 0 && !directory.equals(Uuid.ZERO_UUID)
                ? Optional.empty()
                : Optional.of(
                        new ApiError(Errors.INVALID_REQUEST, act + " voter request didn't include a valid voter"));
    }
}
