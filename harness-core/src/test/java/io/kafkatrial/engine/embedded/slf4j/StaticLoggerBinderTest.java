/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.logging.InternalLog;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The backend of the SLF4J inside the packaged jar; here it is asked directly. */
class StaticLoggerBinderTest {

    private final Logger logger =
            StaticLoggerBinder.getSingleton().getLogger("org.apache.kafka.StaticLoggerBinderTest");

    @Test
    void whatALibrarySaysIsKept() {
        logger.info("plain {}", "words");
        logger.info("{} and {}", 1, 2);
        logger.warn("{}, {} and {}", 1, 2, 3, new IllegalStateException("the last argument"));
        logger.warn("thrown", new IllegalStateException("the second argument"));

        assertThat(InternalLog.ofThisJvm().recent())
                .anySatisfy(line -> assertThat(line).endsWith("plain words"))
                .anySatisfy(line -> assertThat(line).endsWith("1 and 2"))
                .anySatisfy(line -> assertThat(line).contains("1, 2 and 3", "the last argument"))
                .anySatisfy(line -> assertThat(line).contains("thrown", "the second argument"));
    }

    @Test
    void detailsAreNotEvenFormatted() {
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(logger.isInfoEnabled()).isTrue();

        logger.debug("a detail {}", "of StaticLoggerBinderTest");

        assertThat(InternalLog.ofThisJvm().recent())
                .noneSatisfy(line -> assertThat(line).contains("of StaticLoggerBinderTest"));
    }

    @Test
    void loggersOfOneNameAreOne() {
        assertThat(StaticLoggerBinder.getSingleton().getLogger(logger.getName()))
                .isSameAs(logger);
    }

    @Test
    void fatalMarkerIsThere() {
        assertThat(StaticMarkerBinder.getSingleton()
                        .getMarkerFactory()
                        .getMarker("FATAL")
                        .getName())
                .isEqualTo("FATAL");
    }
}
