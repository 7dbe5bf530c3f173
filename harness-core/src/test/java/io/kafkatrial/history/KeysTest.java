/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeysTest {

    private final Keys keys = new Keys();
    private final SplittableRandom random = new SplittableRandom(5);

    /** Over many pages, some keys longer than a page, one empty. */
    @Test
    void eachKeyHasItsNumberAndKeepsItsText() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            told.add(key(i));
            assertThat(keys.intern(told.get(i))).isEqualTo(i);
        }

        KeyText text = keys.snapshot();

        assertThat(text.size()).isEqualTo(told.size());
        for (int i = 0; i < told.size(); i++) {
            assertThat(text.name(i)).isEqualTo(told.get(i));
            assertThat(keys.intern(told.get(i))).isEqualTo(i);
        }
        Text json = new Text();
        text.put(told.size() - 1, json);
        assertThat(json.bytes).startsWith(("\"" + told.get(told.size() - 1) + "\"").getBytes(UTF_8));
    }

    @Test
    void keysThatWereHandedOutStayAsTheyWereWhileMoreCome() {
        List<KeyText> handedOut = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            keys.intern(key(i));
            handedOut.add(keys.snapshot());
        }

        KeyText all = keys.snapshot();
        for (int i = 0; i < handedOut.size(); i++) {
            assertThat(handedOut.get(i).size()).isEqualTo(i + 1);
            assertThat(handedOut.get(i).name(i)).isEqualTo(all.name(i));
            assertThat(handedOut.get(i).name(i / 2)).isEqualTo(all.name(i / 2));
        }
    }

    private String key(int number) {
        if (number == 7) {
            return "";
        }
        int length =
                switch (random.nextInt(2_000)) {
                    case 0 -> 70_000;
                    case 1 -> 65_530;
                    default -> random.nextInt(200);
                };
        return number + "ü".repeat(length / 2) + "x".repeat(length % 2);
    }
}
