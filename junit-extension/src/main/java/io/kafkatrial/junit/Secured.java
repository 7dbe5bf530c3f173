/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.BrokerCertificate;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Say who gets into the cluster of {@link KafkaCluster}, how, and what for. Goes beside that annotation.
 *
 * <pre>
 * &#64;KafkaCluster
 * &#64;Secured(
 *         protocol = SASL_SSL,
 *         mechanisms = SCRAM_SHA_512,
 *         users = {"alice:wonder", "bob:builder"},
 *         acls = "alice allow READ,WRITE topic:orders")
 * </pre>
 *
 * <p>Injected clients log in by themselves: as the harness's own superuser, or as the user of {@link As}. {@code Cluster}
 * and {@code ClusterSecurity} have the client properties and the certificates for others.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(KafkaTrialExtension.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Secured {

    /** What brokers speak with clients. */
    ListenerProtocol protocol() default ListenerProtocol.SASL_PLAINTEXT;

    /** What clients may log in with; none stands for PLAIN where the protocol has SASL. */
    SaslMechanism[] mechanisms() default {};

    /** Who may log in, each {@code NAME:PASSWORD}; the name alone where the protocol has no SASL. */
    String[] users() default {};

    /** Access rules, each {@code WHO allow|deny OPERATION[,OPERATION] KIND:NAME}; what none allows is refused then. */
    String[] acls() default {};

    /** Users who may do everything; what no rule allows others is refused then. */
    String[] superUsers() default {};

    /** Whether what no rule allows is refused, also if there are no rules yet. */
    boolean authorize() default false;

    /** Whether what no rule speaks of is open to all. */
    boolean allowIfNoAcl() default false;

    /** Whether brokers with TLS ask clients for certificates. */
    ClientAuth clientAuth() default ClientAuth.NONE;

    /** What is wrong with the certificate of the brokers. */
    BrokerCertificate brokerCertificate() default BrokerCertificate.VALID;
}
