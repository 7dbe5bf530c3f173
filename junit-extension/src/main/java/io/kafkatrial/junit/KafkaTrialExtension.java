/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.check.Bitten;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.report.progress.Progress;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The extension behind {@link KafkaCluster}, which registers it. Has no state of its own: the cluster of a
 * class and the trial of a test live in JUnit's store, which closes them.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class KafkaTrialExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ExecutionCondition,
                ParameterResolver,
                InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(KafkaTrialExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        Options options = Options.of(context);
        context.getConfigurationParameter("trial.progress").ifPresent(Progress::mode);
        Optional<ClusterDeclaration> declared = ClusterDeclaration.of(testClass, options);
        if (declared.isEmpty()) {
            SecurityDeclaration.checkBeside(testClass);
        }
        ClassStage outer = stageOfClass(context);
        Versioned.check(
                testClass, options, declared.flatMap(ClusterDeclaration::engine).or(options::engine));
        if (declared.isPresent()) {
            boolean own = options.control().isEmpty() || OwnCluster.isAll(testClass);
            if (own) {
                DeclaredHere.checkPlans(testClass, declared.get().spec());
            }
            if (OwnCluster.isAll(testClass)) {
                return;
            }
            ClassStage stage = ClassStage.open(declared.get(), options, SharedPool.of(context));
            store(context).put(ClassStage.class, stage);
            if (!own) {
                DeclaredHere.checkPlans(testClass, stage.spec());
            }
            Fields.fillStatic(testClass, new Injector(stage, Optional.empty()));
        } else if (outer != null) {
            DeclaredHere.checkPlans(testClass, outer.spec());
            Fields.fillStatic(testClass, new Injector(outer, Optional.empty()));
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ClassStage stage = stageOfClass(context);
        if (stage == null
                || context.getTestMethod().isEmpty()
                || OwnCluster.isWanted(context.getRequiredTestMethod())) {
            return ConditionEvaluationResult.enabled("no faults to inject here");
        }
        return needs(context, stage.spec())
                .flatMap(stage::cannot)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the cluster has all levers the test needs"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ClassStage ofClass = stageOfClass(context);
        if (ofClass != null && !OwnCluster.isWanted(context.getRequiredTestMethod())) {
            begin(ofClass, context);
        }
    }

    /** The levers a test needs; empty if none. */
    static Optional<Set<Capability>> needs(ExtensionContext context, ClusterSpec spec) {
        Class<?> testClass = context.getRequiredTestClass();
        Method method = context.getRequiredTestMethod();
        Set<Capability> needs = DeclaredHere.required(testClass, method);
        needs.addAll(DeclaredHere.plan(testClass, method, spec).needs());
        return Optional.of(needs).filter(some -> !some.isEmpty());
    }

    /** Let one invocation of a test have a cluster of its own, which ends with it. */
    static void beginOn(ClassStage stage, ExtensionContext context) {
        store(context).put(ClassStage.class, stage);
        begin(stage, context);
    }

    /** The same, and with these faults beside those the test declares. */
    static void beginOn(ClassStage stage, ExtensionContext context, Plan more) {
        store(context).put(ClassStage.class, stage);
        List<PlannedFault> faults = new ArrayList<>(declared(stage, context).faults());
        faults.addAll(more.faults());
        begin(stage, context, new Plan(more.seed(), faults));
    }

    private static Plan declared(ClassStage ofClass, ExtensionContext context) {
        return DeclaredHere.plan(context.getRequiredTestClass(), context.getRequiredTestMethod(), ofClass.spec());
    }

    private static void begin(ClassStage ofClass, ExtensionContext context) {
        begin(ofClass, context, declared(ofClass, context));
    }

    private static void begin(ClassStage ofClass, ExtensionContext context, Plan plan) {
        TestStage stage = stage(ofClass, context, plan);
        store(context).put(TestStage.class, stage);
        Injector injector = new Injector(ofClass, Optional.of(stage));
        context.getRequiredTestInstances().getAllInstances().forEach(instance -> Fields.fill(instance, injector));
    }

    private static TestStage stage(ClassStage ofClass, ExtensionContext context, Plan plan) {
        Class<?> testClass = context.getRequiredTestClass();
        Method method = context.getRequiredTestMethod();
        Optional<Claims> claims = Claims.of(testClass, method);
        ofClass.takeTurn();
        try {
            ofClass.ensureHealthy();
            return new TestStage(ofClass, TestName.of(context), plan, claims, bitten(method));
        } catch (RuntimeException failed) {
            ofClass.giveTurn();
            throw failed;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestStage stage = store(context).get(TestStage.class, TestStage.class);
        if (stage != null) {
            try {
                stage.endFactory(context.getExecutionException(), reports(stage, context));
            } finally {
                stage.close();
                context.getRequiredTestInstances().getAllInstances().forEach(Fields::empty);
            }
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        onTrial(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        onTrial(invocation, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context)
            throws Throwable {
        TestStage stage = store(context).get(TestStage.class, TestStage.class);
        return stage == null ? invocation.proceed() : stage.runFactory(invocation::proceed);
    }

    private static void onTrial(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        TestStage stage = store(context).get(TestStage.class, TestStage.class);
        if (stage == null) {
            invocation.proceed();
            return;
        }
        stage.run(invocation::proceed, reports(stage, context));
    }

    private static Reports reports(TestStage stage, ExtensionContext context) {
        ClassStage ofClass = stage.ofClass();
        long seed = ofClass.spec().seed();
        Reports.Run run = new Reports.Run(
                ofClass.engine(), seed, ofClass.options().reports(), ofClass.connection(), ofClass::nodeLogs);
        Bitten faults = bitten(context.getRequiredTestMethod());
        return new Reports(
                run,
                directory -> Attachments.publish(context, directory, seed),
                (guarantee, history) -> Verdicts.of(guarantee, history, faults));
    }

    /** Of faults that were drawn some come too late to meet anything. */
    private static Bitten bitten(Method method) {
        return OwnCluster.isChaotic(method) ? Bitten.ANY : Bitten.EACH;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext context) {
        return Injector.claims(Wanted.of(parameterContext.getParameter()));
    }

    @Override
    public Object resolveParameter(ParameterContext parameterContext, ExtensionContext context) {
        Wanted wanted = Wanted.of(parameterContext.getParameter());
        ClassStage ofClass = stageOfClass(context);
        if (ofClass == null) {
            throw JunitComplaints.noCluster(wanted.where());
        }
        if (parameterContext.getDeclaringExecutable() instanceof Constructor<?> && Injector.isClient(wanted)) {
            throw JunitComplaints.clientInConstructor(wanted.where());
        }
        TestStage test = store(context).get(TestStage.class, TestStage.class);
        return new Injector(ofClass, Optional.ofNullable(test)).give(wanted);
    }

    private static @Nullable ClassStage stageOfClass(ExtensionContext context) {
        return store(context).get(ClassStage.class, ClassStage.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
