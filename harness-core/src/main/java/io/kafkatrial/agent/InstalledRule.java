/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.Ongoing;

/**
 * A rule in the code; its evidence is how many times it was hit.
 *
 * @param id its name in Byteman
 * @param script its text
 * @param counter counts its passages
 */
record InstalledRule(String id, String script, ApplicationRule rule, Passage.Counter counter) implements Ongoing {

    InstalledRule install() {
        Passage.begin(id, counter);
        try {
            Byteman.get().install(id, script);
        } catch (RuntimeException refused) {
            Passage.end(id);
            throw refused;
        }
        return this;
    }

    @Override
    public String detail() {
        return "the application shall " + rule;
    }

    @Override
    public long touched() {
        return counter.hits();
    }

    @Override
    public String evidence() {
        long hits = counter.hits();
        String trouble = hits == 0 ? Byteman.get().trouble(id) : "";
        String passed = counter.passed() > hits ? ", of " + counter.passed() + " passages" : "";
        return detail() + "; the point was hit " + hits + (hits == 1 ? " time" : " times") + passed
                + (trouble.isEmpty() ? "" : "; Byteman says: " + trouble);
    }

    @Override
    public String undo() {
        Passage.end(id);
        String trouble = Byteman.get().trouble(id);
        Byteman.get().remove(script);
        return trouble.isEmpty() ? "taken out of the code" : "taken out of the code; Byteman had said: " + trouble;
    }
}
