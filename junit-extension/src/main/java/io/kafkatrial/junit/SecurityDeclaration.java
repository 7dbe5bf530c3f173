/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.UserSpec;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** Turns {@link Secured} into a spec. */
final class SecurityDeclaration {

    private SecurityDeclaration() {}

    /** What the class declares beside its cluster. */
    static Optional<SecuritySpec> of(Class<?> testClass) {
        return AnnotationSupport.findAnnotation(testClass, Secured.class).map(secured -> spec(testClass, secured));
    }

    private static SecuritySpec spec(Class<?> testClass, Secured secured) {
        try {
            SecuritySpec spec = SecuritySpec.of(secured.protocol())
                    .mechanism(secured.mechanisms())
                    .clientAuth(secured.clientAuth())
                    .brokerCertificate(secured.brokerCertificate());
            for (String user : secured.users()) {
                UserSpec read = UserSpec.parse(user, secured.protocol());
                spec = spec.user(read.name(), read.password());
            }
            spec = secured.acls().length == 0 ? spec : spec.acl(secured.acls());
            for (String who : secured.superUsers()) {
                spec = spec.superUser(who);
            }
            spec = secured.authorize() ? spec.authorize() : spec;
            return secured.allowIfNoAcl() ? spec.allowIfNoAcl() : spec;
        } catch (TrialException impossible) {
            throw JunitComplaints.at("@Secured on " + testClass.getSimpleName(), impossible);
        }
    }

    /** Complain of security for a cluster that is not declared here: it would be none. */
    static void checkBeside(Class<?> testClass) {
        if (AnnotationSupport.isAnnotated(testClass, Secured.class)) {
            throw JunitComplaints.securedWithoutCluster(testClass);
        }
    }
}
