/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Certificates made on the fly, for tests only: a {@link io.kafkatrial.engine.tls.CertificateAuthority} signs
 * what its {@link io.kafkatrial.engine.tls.CertificateAuthority.Order}s ask for, good or deliberately bad, and an
 * {@link io.kafkatrial.engine.tls.Identity} is the key with its certificate, written as PKCS12 for Java and as
 * PEM for everybody else. Keys, signatures and parsing are the JDK's; only the encoding of what is signed is
 * written here, as the JDK has no public way to make an X.509 certificate.
 */
@NullMarked
package io.kafkatrial.engine.tls;

import org.jspecify.annotations.NullMarked;
