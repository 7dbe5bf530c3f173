/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What was seen, a line {@code name TAB observation} for each row; each row in bounded time. Confined to one thread. */
final class Sheet implements AutoCloseable {
    private static final int PATIENCE_S = 120;

    private final Selection selection;
    private final PrintWriter out;
    private final ExecutorService worker = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    });

    /** Arguments: the file to write, and what is wanted (all if missing), see {@link Selection#of}. */
    Sheet(String[] args) throws IOException {
        this.out = new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8));
        this.selection = Selection.of(args.length > 1 ? args[1] : "");
    }

    boolean wants(String name) {
        return selection.wants(name);
    }

    /** Looks, and notes what it sees. */
    interface Look {
        void into(Notes notes) throws Exception;
    }

    /** Write one row if it is wanted; what went wrong on the way is part of it. */
    void row(String name, Look look) {
        if (!wants(name)) {
            return;
        }
        Notes notes = new Notes();
        var looking = worker.submit(() -> {
            look.into(notes);
            return null;
        });
        try {
            looking.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (Exception e) {
            looking.cancel(true);
            notes.note("ended with", e.getCause() == null ? e : e.getCause());
        }
        out.println(name + "\t" + notes);
        out.flush();
    }

    @Override
    public void close() {
        out.close();
        worker.shutdownNow();
    }
}
