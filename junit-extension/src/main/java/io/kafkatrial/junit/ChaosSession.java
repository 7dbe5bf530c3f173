/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.chaos.Disturbance;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.Drawing;
import io.kafkatrial.chaos.Experiment;
import io.kafkatrial.chaos.Finding;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.chaos.Mix;
import io.kafkatrial.chaos.Outcome;
import io.kafkatrial.chaos.Search;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.PlannedFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** All runs of one {@link Chaos} test. Confined to the thread that runs them, one after the other. */
final class ChaosSession {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final int NAME = 160;

    /** What the search came to, said by an invocation of its own. */
    record Conclusion(String name, String message) {}

    private final ClusterDeclaration declaration;
    private final Options options;
    private final Search search;
    private final ChaosFiles files;
    private final Instant began = CLOCK.instant();

    private ChaosSession(ClusterDeclaration declaration, Options options, Search search, ChaosFiles files) {
        this.declaration = declaration;
        this.options = options;
        this.search = search;
        this.files = files;
    }

    /** Why there is no chaos here; empty if there is. */
    static Optional<String> whyNot(ExtensionContext context) {
        return Options.of(context).forOwnClusters().bootstrapServers().map(JunitComplaints::chaosNeedsOwnCluster);
    }

    static ChaosSession of(ExtensionContext context) {
        Options options = Options.of(context).forOwnClusters();
        TestName test = TestName.of(context);
        String where = "@Chaos on " + test;
        ClusterDeclaration declared =
                OwnCluster.declaration(context, options).orElseThrow(() -> JunitComplaints.noCluster(where));
        Chaos chaos = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Chaos.class)
                .orElseThrow();
        ChaosFiles files = new ChaosFiles(options.reports(), test, context.getRequiredTestMethod());
        try {
            return new ChaosSession(declared, options, search(context, chaos, declared, options), files);
        } catch (IllegalArgumentException | TrialException impossible) {
            throw JunitComplaints.chaos(where, impossible);
        }
    }

    private static Search search(ExtensionContext context, Chaos chaos, ClusterDeclaration declared, Options options) {
        Duration budget = Durations.parse(chaos.budget());
        Optional<Draft> given = ChaosFiles.given(context, chaos);
        if (given.isPresent()) {
            Search.Limits limits = new Search.Limits(1, chaos.repeats(), budget);
            return new Search(limits, given.get().seed(), seed -> given.get());
        }
        boolean one = options.seed().isPresent();
        Search.Limits limits = new Search.Limits(one ? 1 : chaos.runs(), chaos.repeats(), budget);
        long seed = options.seed().orElse(chaos.seed() == 0 ? declared.spec().seed() : chaos.seed());
        return new Search(limits, seed, drafts(chaos, declared));
    }

    private static LongFunction<Draft> drafts(Chaos chaos, ClusterDeclaration declared) {
        Set<Disturbance> kinds = chaos.mix().length == 0 ? Disturbance.STANDARD : Set.of(chaos.mix());
        Load most = new Load(chaos.producers(), chaos.consumers(), chaos.records(), chaos.keys());
        Mix mix = new Mix(kinds, chaos.faults(), most);
        return new Drawing(declared.spec(), mix, Cluster.capabilitiesOf(declared.engine()))::draw;
    }

    ClusterDeclaration declaration() {
        return declaration;
    }

    Options options() {
        return options;
    }

    /** The next run; its draft is on disk when this returns. */
    Optional<Experiment> next() {
        Optional<Experiment> next = search.next(Duration.between(began, CLOCK.instant()));
        next.ifPresent(files::write);
        return next;
    }

    void answer(Experiment experiment, Outcome outcome) {
        search.answer(experiment, outcome);
    }

    String nameOf(Experiment experiment) {
        String name = experiment + ": "
                + experiment.draft().plan().faults().stream()
                        .map(ChaosSession::words)
                        .collect(Collectors.joining("; "));
        return name.length() <= NAME ? name : name.substring(0, NAME) + "…";
    }

    private static String words(PlannedFault planned) {
        return planned.fault().describe() + " " + planned.trigger();
    }

    /** What there is to complain of at the end; empty if nothing. */
    Optional<Conclusion> conclusion() {
        Optional<Finding> finding = search.finding();
        if (finding.isEmpty()) {
            return search.explored() > 0 && search.unproved() == search.explored()
                    ? Optional.of(new Conclusion(
                            "nothing proved", JunitComplaints.chaosProvedNothing(files.test(), search.explored())))
                    : Optional.empty();
        }
        ChaosFiles.Kept kept = files.keep(finding.get());
        List<String> left = finding.get().smallest().plan().faults().stream()
                .map(planned -> planned.name() + ": " + words(planned))
                .toList();
        return Optional.of(new Conclusion(
                "seed " + finding.get().draft().seed() + ": " + finding.get().inWords(),
                JunitComplaints.chaosFound(files.test(), finding.get(), left, kept)));
    }
}
