/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private static final int RECORDS = 500;

    private final SplittableRandom random = new SplittableRandom(11);

    /** Few lanes and places share the word with the marks and the key; many are kept beside. */
    @ParameterizedTest
    @CsvSource({"1, 1", "4, 6", "4095, 4095", "4096, 4096", "300000, 70000"})
    void keepsMarksLaneKeyAndPlaceApart(int lanes, int places) {
        Words words = new Words(RECORDS, lanes, places);
        int[][] told = new int[RECORDS][];

        for (int record = 0; record < RECORDS; record++) {
            told[record] = new int[] {
                edge(lanes), edge(places), edge(Integer.MAX_VALUE), 1 << random.nextInt(1, 8), edge(lanes)
            };
            words.mark(record, told[record][3]);
            words.sent(record, 1, told[record][4], 5);
            words.place(record, told[record][1]);
            words.sent(record, 1, told[record][0], told[record][2]);
        }

        for (int record = 0; record < RECORDS; record++) {
            int[] its = told[record];
            assertThat(new int[] {words.lane(record), words.place(record), words.key(record)})
                    .containsExactly(its[0], its[1], its[2]);
            assertThat(words.are(record, 0xFF, its[3] | 1)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 6", "300000, 70000"})
    void ofARecordNobodyMentionedNothingIsKnown(int lanes, int places) {
        Words words = new Words(2, lanes, places);

        words.sent(1, 1, lanes - 1, -1);

        assertThat(new int[] {words.lane(0), words.place(0), words.key(0)}).containsOnly(-1);
        assertThat(words.hasAny(0, 0xFF)).isFalse();
        assertThat(new int[] {words.place(1), words.key(1)}).containsOnly(-1);
    }

    /** The first, the last or any number below. */
    private int edge(int end) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> end - 1;
            default -> random.nextInt(end);
        };
    }
}
