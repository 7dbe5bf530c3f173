/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

/**
 * The flags with which a build says that it runs no integration tests, so that no cluster is wanted either.
 *
 * @param trial {@code trial.skip}
 * @param its {@code skipITs}
 * @param tests {@code skipTests}
 * @param testCompilation {@code maven.test.skip}
 */
record TestSkips(boolean trial, boolean its, boolean tests, boolean testCompilation) {

    boolean any() {
        return trial || its || tests || testCompilation;
    }

    /** The name of the flag that is set. */
    String reason() {
        if (trial) {
            return "trial.skip";
        }
        if (its) {
            return "skipITs";
        }
        return tests ? "skipTests" : "maven.test.skip";
    }
}
