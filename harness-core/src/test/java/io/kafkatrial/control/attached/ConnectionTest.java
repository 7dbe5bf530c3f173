/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.attached;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.control.Lines;
import io.kafkatrial.control.Request;
import io.kafkatrial.control.Told;
import io.kafkatrial.engine.TrialException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionTest {

    @Test
    void lastWordOfTheOtherSideIsHeardThoughTheLineEndsBeforeTheQuestionIsWrittenToItsEnd() throws IOException {
        Connection connection = Connection.over(new Hasty(Lines.of(new Told.Refused(1, "not you")) + "\n"));

        assertThatThrownBy(() -> connection.ask(new Request.Partitions(), "say"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("not you");
    }

    @Test
    void whoAsksOverALineThatHasEndedIsToldSo() throws IOException {
        Connection connection = Connection.over(new Hasty(""));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> connection.ask(new Request.Partitions(), "say"))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("gone");
        }
    }

    /** Says its last word, and is gone, while it is still being asked. */
    private static final class Hasty extends Socket {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);
        private final byte[] said;

        Hasty(String said) {
            this.said = said.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(said) {
                @Override
                public synchronized int read(byte[] buffer, int from, int most) {
                    await(asked);
                    return super.read(buffer, from, most);
                }

                @Override
                public void close() {
                    gone.countDown();
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) {}

                @Override
                public void flush() {
                    asked.countDown();
                    await(gone);
                }
            };
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
