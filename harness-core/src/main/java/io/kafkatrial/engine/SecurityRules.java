/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** What makes a {@link SecuritySpec} impossible. */
final class SecurityRules {

    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private SecurityRules() {}

    static void checkHost(String host) {
        if (!host.matches(LABEL + "(\\." + LABEL + ")*")) {
            throw SecurityComplaints.host(host);
        }
    }

    static void check(SecuritySpec spec) {
        ListenerProtocol protocol = spec.protocol();
        if (protocol.hasSasl() && spec.users().isEmpty()) {
            throw SecurityComplaints.noUsers(protocol);
        }
        if (protocol == ListenerProtocol.PLAINTEXT && !spec.users().isEmpty()) {
            throw SecurityComplaints.noLogin(spec.users().keySet());
        }
        if (!protocol.hasSasl() && !spec.mechanisms().isEmpty()) {
            throw SecurityComplaints.noSasl(protocol, spec.mechanisms());
        }
        if (!protocol.hasTls()) {
            checkNoCertificates(spec.certificates(), protocol);
        }
        boolean anonymous = protocol == ListenerProtocol.PLAINTEXT
                || (protocol == ListenerProtocol.SSL && spec.certificates().clientAuth() != ClientAuth.REQUIRED);
        if (spec.authorization().enabled() && anonymous) {
            throw SecurityComplaints.allAnonymous(protocol);
        }
        spec.users().forEach(SecurityRules::checkUser);
    }

    private static void checkNoCertificates(SecuritySpec.Certificates certificates, ListenerProtocol protocol) {
        if (certificates.clientAuth() != ClientAuth.NONE) {
            throw SecurityComplaints.noTls("client authentication " + certificates.clientAuth(), protocol);
        }
        if (certificates.broker() != BrokerCertificate.VALID) {
            throw SecurityComplaints.noTls("broker certificate " + certificates.broker(), protocol);
        }
    }

    private static void checkUser(String name, String password) {
        if (name.isBlank() || password.isEmpty()) {
            throw SecurityComplaints.user(name, name.isBlank() ? "its name is blank" : "its password is empty");
        }
        if (!name.matches("[\\w.@-]+")) {
            throw SecurityComplaints.user(name, "its name is no plain word");
        }
        if (password.matches("(?s).*[\"\\\\,\\r\\n].*")) {
            throw SecurityComplaints.user(name, "its password has a quote, a backslash, a comma or an end of line");
        }
        if (name.equals(SecuritySpec.HARNESS_USER)) {
            throw SecurityComplaints.user(name, "the harness logs in under this name");
        }
    }
}
