/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdminTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 12, 100})
    void findsTheOneGuiltyWhereverItIs(int size) {
        for (int guilty = 0; guilty < size; guilty++) {
            int one = guilty;
            assertThat(minimize(size, list -> list.contains(one))).containsExactly(one);
        }
    }

    @Test
    void findsAnyTwoGuiltyOfTwelve() {
        for (int first = 0; first < 12; first++) {
            for (int second = first + 1; second < 12; second++) {
                List<Integer> both = List.of(first, second);
                assertThat(minimize(12, list -> list.containsAll(both))).isEqualTo(both);
            }
        }
    }

    @Test
    void whatIsLeftIsMinimalForEveryFailureThatGrowsWithTheList() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int size = 1 + random.nextInt(20);
            Set<Integer> guilty = new TreeSet<>();
            int guilts = 1 + random.nextInt(Math.min(size, 6));
            while (guilty.size() < guilts) {
                guilty.add(random.nextInt(size));
            }

            assertThat(minimize(size, list -> list.containsAll(guilty)))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(guilty);
        }
    }

    @Test
    void aFailureThatNeedsEverythingKeepsEverything() {
        assertThat(minimize(9, list -> list.size() == 9)).hasSize(9);
    }

    private static List<Integer> minimize(int size, Predicate<List<Integer>> fails) {
        Ddmin<Integer> ddmin = new Ddmin<>(IntStream.range(0, size).boxed().toList());
        int tries = 0;
        for (Optional<List<Integer>> next = ddmin.next(); next.isPresent(); next = ddmin.next()) {
            ddmin.answer(fails.test(next.get()));
            assertThat(++tries).as("it must come to an end").isLessThan(10_000);
        }
        return ddmin.smallest();
    }
}
