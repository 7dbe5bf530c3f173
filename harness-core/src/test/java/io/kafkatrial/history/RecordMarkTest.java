/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few bytes that say who a record is, and nothing else does. */
class RecordMarkTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 1L << 35, Long.MAX_VALUE})
    void whatIsWrittenIsRead(long number) {
        long lane = Math.max(1, number);

        assertThat(RecordMark.parse(RecordMark.bytes(lane, number)))
                .contains(new RecordMark(lane, number, OptionalLong.empty()));
        assertThat(RecordMark.parse(RecordMark.bytes(lane, number, -2)))
                .contains(new RecordMark(lane, number, OptionalLong.of(-2)));
    }

    @Test
    void recordOfAProcessOwnClusterTakesFewBytes() {
        assertThat(RecordMark.bytes(100, 2_000_000)).hasSize(4);
        assertThat(RecordMark.bytes(100, 2_000_000, 0xCAFE_BABE_0000_0001L)).hasSize(12);
        assertThat(RecordMark.bytes(RecordMark.ofLane("t1-1z/producer"), 2_000_000))
                .hasSize(10);
    }

    @Test
    void whatIsCutOrTooLongIsNoMark() {
        byte[] whole = RecordMark.bytes(300, 70_000, 42);

        for (int length = 0; length <= whole.length + 1; length++) {
            assertThat(RecordMark.parse(Arrays.copyOf(whole, length)).isPresent())
                    .as("of %d bytes of %d", length, whole.length)
                    .isEqualTo(length == whole.length || length == whole.length - Long.BYTES);
        }
        assertThat(RecordMark.parse(null)).isEmpty();
        assertThat(RecordMark.parse("t1/producer#7".getBytes(UTF_8))).isEmpty();
        assertThat(RecordMark.parse(new byte[] {0, 1})).as("lane 0").isEmpty();
        byte[] endless = new byte[30];
        Arrays.fill(endless, (byte) 0x80);
        assertThat(RecordMark.parse(endless)).isEmpty();
    }

    @Test
    void lanesOfOtherProcessesMeetNeitherEachOtherNorThoseThatAreCounted() {
        Set<Long> numbers = new HashSet<>();
        for (int process = 0; process < 1_000; process++) {
            for (int lane = 0; lane < 100; lane++) {
                long number = RecordMark.ofLane("x" + process + "-mfk2/producer:lane-" + lane);
                assertThat(number).isGreaterThan(1L << 47);
                numbers.add(number);
            }
        }

        assertThat(numbers).hasSize(100_000);
    }
}
