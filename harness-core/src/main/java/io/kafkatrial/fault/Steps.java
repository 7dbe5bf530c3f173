/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes of a trigger what waits for it.
 *
 * @param resolver of roles in triggers
 * @param post how a step reaches its own watch
 */
record Steps(RunningCluster cluster, Ledger ledger, Resolver resolver, Past past, Post post) {

    /** How a step reaches the watch it belongs to. */
    interface Post {

        /** Offer a signal now. */
        void offer(Signal signal);

        /** Offer a signal later. */
        void later(Duration delay, Signal signal);

        /** See soon, on the worker, whether what is waited for is so already. */
        void look();

        /** The code of the application. */
        ApplicationCode code();
    }

    Step of(Trigger trigger) {
        if (trigger instanceof Trigger.Immediately) {
            return new StateStep(() -> true, signal -> false);
        } else if (trigger instanceof Trigger.Acks acks) {
            return CountStep.of(acks);
        } else if (trigger instanceof Trigger.After after) {
            return new TimeStep(after.delay(), post::later);
        } else if (trigger instanceof Trigger.Commits commits) {
            return new CommitsStep(commits, past);
        } else if (trigger instanceof Trigger.Following following) {
            String fault = following.fault();
            return new StateStep(() -> past.hasFired(fault), new Signal.Fired(fault)::equals);
        } else if (trigger instanceof Trigger.Healed healed) {
            String fault = healed.fault();
            return new StateStep(() -> past.hasEnded(fault), new Signal.Ended(fault)::equals);
        } else if (trigger instanceof Trigger.Sequence sequence) {
            return new SequenceStep(all(sequence.steps()), post::look);
        } else if (trigger instanceof Trigger.AllOf all) {
            return new ChoiceStep(all(all.parts()), /* all= */ true);
        } else if (trigger instanceof Trigger.AnyOf any) {
            return new ChoiceStep(all(any.parts()), /* all= */ false);
        }
        return ofWork(trigger);
    }

    private List<Step> all(List<Trigger> triggers) {
        return triggers.stream().map(this::of).toList();
    }

    private Step ofWork(Trigger trigger) {
        if (trigger instanceof Trigger.OnRequest request) {
            return new RequestStep(request, ledger, resolver);
        } else if (trigger instanceof Trigger.AtCodePoint code) {
            return new CodeStep(code, cluster, resolver);
        } else if (trigger instanceof Trigger.InApplication application) {
            return new ApplicationStep(application, post.code(), post::offer);
        } else if (trigger instanceof Trigger.Handled handled) {
            return CountStep.of(handled);
        } else if (trigger instanceof Trigger.Delivered delivered) {
            return CountStep.of(delivered);
        }
        return ofState(trigger);
    }

    private Step ofState(Trigger trigger) {
        if (trigger instanceof Trigger.IsrSize isr) {
            return new StateStep(
                    () -> isSo(isr),
                    cluster(event -> event instanceof ClusterEvent.IsrChanged change
                            && isr.partition().equals(change.partition())
                            && isr.size() == change.isr().size()));
        } else if (trigger instanceof Trigger.OffsetCommitted offset) {
            return new StateStep(
                    () -> past.committed(offset.group()).getOrDefault(offset.partition(), -1L) >= offset.offset(),
                    cluster(event -> event instanceof ClusterEvent.OffsetCommitted commit
                            && commit.group().equals(offset.group())
                            && commit.partition().equals(offset.partition())
                            && commit.offset() >= offset.offset()));
        } else if (trigger instanceof Trigger.GroupState group) {
            return new EventStep(cluster(event -> event instanceof ClusterEvent.GroupChanged change
                    && change.group().equals(group.group())
                    && change.state().equalsIgnoreCase(group.state())));
        } else if (trigger instanceof Trigger.TransactionState transaction) {
            return new EventStep(cluster(event -> event instanceof ClusterEvent.TransactionChanged change
                    && change.transactionalId().equals(transaction.transactionalId())
                    && change.state().equalsIgnoreCase(transaction.state())));
        }
        Trigger.LeaderElected elected = (Trigger.LeaderElected) trigger;
        return new EventStep(cluster(event -> event instanceof ClusterEvent.LeaderChanged change
                && change.partition().equals(elected.partition())
                && change.leader().isPresent()));
    }

    private boolean isSo(Trigger.IsrSize isr) {
        return cluster.partition(isr.partition())
                .filter(view -> view.isr().size() == isr.size())
                .isPresent();
    }

    private static Predicate<Signal> cluster(Predicate<ClusterEvent> awaited) {
        return signal -> signal instanceof Signal.OfCluster of && awaited.test(of.event());
    }
}
