/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** Writes an invoice for every order. Knows nothing of trials. */
@ApplicationScoped
public class Invoicing {

    @Incoming("orders")
    @Outgoing("invoices")
    public String invoice(String order) {
        return "invoice of " + order;
    }
}
