/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import java.io.IOException;

/** Code of an application, to put rules into. */
class Till {

    int booked;

    int book(String order) {
        int sum = order.length();
        booked = booked + sum;
        print(order);
        return sum;
    }

    void print(String order) {
        if (order.isEmpty()) {
            throw new IllegalArgumentException("nothing to print");
        }
    }

    void ship() throws IOException {
        booked = 0;
    }

    interface Shelf {
        String take(String what);
    }

    static final class Cellar implements Shelf {
        @Override
        public String take(String what) {
            return what;
        }
    }
}
