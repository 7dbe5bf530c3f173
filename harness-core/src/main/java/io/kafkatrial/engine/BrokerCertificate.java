/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** What is wrong with the certificate the brokers show, to try what clients make of it. */
public enum BrokerCertificate {
    /** Nothing. */
    VALID,
    /** It ran out yesterday. */
    EXPIRED,
    /** It is for another host. */
    WRONG_HOST,
    /** Nobody the clients trust has signed it. */
    UNTRUSTED
}
