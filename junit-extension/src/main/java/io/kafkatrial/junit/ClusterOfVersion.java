/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** The cluster of one invocation of a {@link KafkaVersions} test. It lives in the store of that invocation. */
final class ClusterOfVersion implements ExecutionCondition, BeforeEachCallback {

    private final String version;

    ClusterOfVersion(String version) {
        this.version = version;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Options options = Options.of(context).forOwnClusters();
        return OwnCluster.declaration(context, options)
                .flatMap(declared -> Versioned.whyNot(version, options, declared.engine()))
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("Kafka " + version + " can be run"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Options options = Options.of(context);
        ClusterDeclaration declared = OwnCluster.declaration(context, options)
                .orElseThrow(() -> JunitComplaints.noCluster("@KafkaVersions on "
                        + context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName()));
        KafkaTrialExtension.needs(context, declared.spec())
                .filter(needs ->
                        !io.kafkatrial.Cluster.capabilitiesOf(declared.engine()).containsAll(needs))
                .ifPresent(needs -> {
                    throw new TestAbortedException(
                            JunitComplaints.leversMissing(declared.engine().orElse("embedded"), needs));
                });
        ClassStage stage = ClassStage.open(declared.ofVersion(version), options, SharedPool.of(context));
        KafkaTrialExtension.beginOn(stage, context);
    }
}
