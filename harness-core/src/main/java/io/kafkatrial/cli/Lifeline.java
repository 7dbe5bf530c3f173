/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

/** How the outside world tells a running command to end. */
interface Lifeline {

    /** Run {@code cleanUp} when the process is told to end, and let it end only after that. */
    void onEnd(Runnable cleanUp);

    /** Wait until the process is told to end. */
    void awaitEnd() throws InterruptedException;

    /** End on our own account. */
    void end();
}
