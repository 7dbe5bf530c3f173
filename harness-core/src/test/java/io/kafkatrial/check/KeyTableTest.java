/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTableTest {

    /** In an array of all combinations, and by key with a map of further owners. */
    @ParameterizedTest
    @CsvSource({"1, 100", "4, 100", "50, 2000", "400, 2000"})
    void remembersTheLastRecordOfEachKeyOfEachOwner(int owners, int keys) {
        KeyTable table = new KeyTable(withKeys(keys), owners);
        Map<Long, Integer> expected = new HashMap<>();
        SplittableRandom random = new SplittableRandom(owners);

        for (int record = 0; record < 20_000; record++) {
            int owner = random.nextInt(owners);
            int key = random.nextInt(keys);
            assertThat(table.get(owner, key))
                    .isEqualTo(expected.getOrDefault((long) owner << 32 | key, LongIntMap.NONE));
            table.set(owner, key, record);
            expected.put((long) owner << 32 | key, record);
        }
    }

    private static History withKeys(int keys) {
        List<Event> events = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            events.add(new Event.SendInvoked(
                    Instant.EPOCH, new RecordId("p", key), "t", OptionalInt.empty(), Optional.of("key-" + key)));
        }
        return new History(events);
    }
}
