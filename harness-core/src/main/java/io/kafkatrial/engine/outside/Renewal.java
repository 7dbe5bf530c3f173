/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.metadata.AdminDoor;
import io.kafkatrial.engine.metadata.ClusterView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a used cluster as good as new: no topic, no group, no open transaction of those before. What cannot be undone
 * by that, a changed configuration of a broker say, or a user, is found in the controllers' log, and makes the cluster
 * unfit for the next. Used by one thread at a time.
 */
public final class Renewal {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a refusal may be a passing one: a coordinator that moved, a member whose farewell is under way. */
    private static final Duration PASSING = Duration.ofSeconds(5);

    private final ClusterView view;
    private final AdminDoor admin;
    private @Nullable Map<String, Integer> atFirst;

    /** Of this cluster. */
    public Renewal(ClusterView view, AdminDoor admin) {
        this.view = view;
        this.admin = admin;
    }

    /** Remember what the cluster is like before anybody used it. */
    public void begin() {
        atFirst = view.traces();
    }

    /** Clean up; gives back what cannot be cleaned. */
    public Optional<String> clean() {
        if (!view.traces().equals(atFirst)) {
            return Optional.of("somebody changed what outlives the topics: " + view.traces());
        }
        Deadline deadline = Deadline.in(PASSING);
        Optional<String> refusal = cleanOnce();
        while (refusal.isPresent() && deadline.next()) {
            refusal = cleanOnce();
        }
        return refusal;
    }

    private Optional<String> cleanOnce() {
        return admin.openTransaction().or(admin::deleteGroups).or(this::deleteTopics);
    }

    private Optional<String> deleteTopics() {
        Set<String> topics = usersTopics();
        if (topics.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> failure = admin.delete(topics);
        if (failure.isPresent()) {
            return failure;
        }
        return Deadline.in(PATIENCE).await(() -> usersTopics().isEmpty())
                ? Optional.empty()
                : Optional.of("the topics " + usersTopics() + " did not go away");
    }

    private Set<String> usersTopics() {
        return view.topics().stream().filter(topic -> !topic.startsWith("__")).collect(Collectors.toSet());
    }
}
