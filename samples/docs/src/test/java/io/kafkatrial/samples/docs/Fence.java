/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

/**
 * A fenced block of a page.
 *
 * @param page its page
 * @param line the number of its first line
 * @param language what follows the opening fence
 * @param before the last line before it that is not blank
 * @param text what is inside
 */
record Fence(Page page, int line, String language, String before, String text) {
    @Override
    public String toString() {
        return page + ":" + line;
    }
}
