/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What Docker tells bit by bit. Stateless. */
final class Streams {

    private static final long PATIENCE_S = 20;
    private static final long PULL_MIN = 10;

    private Streams() {}

    /** What a container wrote, its last lines or all; in words that there is nothing to be had. */
    static String log(DockerClient client, String container, int lines) {
        StringBuilder text = new StringBuilder();
        LogContainerCmd command =
                client.logContainerCmd(container).withStdOut(true).withStdErr(true);
        if (lines > 0) {
            command.withTail(lines);
        }
        try (var frames = command.exec(new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        })) {
            frames.awaitCompletion(PATIENCE_S, TimeUnit.SECONDS);
        } catch (NotFoundException gone) {
            return "(the container is gone)";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | IOException failed) {
            return "(its log cannot be read: " + failed.getMessage() + ")";
        }
        return text.toString();
    }

    /** Fetches an image, as the user whom Docker's configuration has for its registry. */
    static void pull(DockerClient client, String image) {
        try {
            if (!client.pullImageCmd(image)
                    .exec(new PullImageResultCallback())
                    .awaitCompletion(PULL_MIN, TimeUnit.MINUTES)) {
                throw new DockerFailure("it did not come within " + PULL_MIN + " min", null);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DockerFailure("interrupted", stopped);
        }
    }

    /** Tells the ids of containers with this label that end. */
    static AutoCloseable ends(DockerClient client, String label, Consumer<String> ended) {
        ResultCallback.Adapter<Event> events = client.eventsCmd()
                .withLabelFilter(label)
                .withEventTypeFilter(EventType.CONTAINER)
                .withEventFilter("die")
                .exec(new ResultCallback.Adapter<Event>() {
                    @Override
                    public void onNext(Event event) {
                        if (event.getId() != null) {
                            ended.accept(event.getId());
                        }
                    }

                    @Override
                    public void onError(Throwable over) {
                        // the cluster is being closed, or Docker itself is gone: nothing ends any more
                    }
                });
        try {
            events.awaitStarted(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return events;
    }
}
