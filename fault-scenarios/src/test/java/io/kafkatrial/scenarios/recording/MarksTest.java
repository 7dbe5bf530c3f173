/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A trial knows its own records, and those it has read of, and no others. */
class MarksTest {

    private final Marks marks = new Marks();

    @Test
    void recordOfAnotherTrialOnTheSameClusterIsForeign() {
        Marks before = new Marks();
        before.count();
        marks.count();
        long earlier = before.give("t1/producer");

        long mine = marks.give("t2/producer");

        assertThat(mine).isNotEqualTo(earlier);
        assertThat(marks.own(mark(mine, 7))).contains(new RecordId("t2/producer", 7));
        assertThat(marks.own(mark(earlier, 7))).isEmpty();
        assertThat(marks.own(Optional.empty())).isEmpty();
    }

    @Test
    void onForeignClustersLanesHaveNumbersThatFollowFromTheirNames() {
        long number = marks.give("t1-3f/producer");

        assertThat(number).isEqualTo(RecordMark.ofLane("t1-3f/producer"));
        assertThat(marks.own(mark(RecordMark.ofLane("t1-4a/producer"), 0))).isEmpty();
    }

    @Test
    void laneOfAnotherProcessIsOursOnceItIsAdopted() {
        long number = RecordMark.ofLane("x17/shop");
        assertThat(marks.own(mark(number, 3))).isEmpty();

        marks.adopt("x17/shop");

        assertThat(marks.own(mark(number, 3))).contains(new RecordId("x17/shop", 3));
    }

    @Test
    void ofAKilledProcessOnlyWhatItWroteDownIsOurs() {
        long number = RecordMark.ofLane("x17/shop");

        marks.adopt(new RecordId("x17/shop", 3));

        assertThat(marks.own(mark(number, 3))).contains(new RecordId("x17/shop", 3));
        assertThat(marks.own(mark(number, 4))).isEmpty();
    }

    private static Optional<RecordMark> mark(long lane, long sequence) {
        return Optional.of(new RecordMark(lane, sequence, OptionalLong.empty()));
    }
}
