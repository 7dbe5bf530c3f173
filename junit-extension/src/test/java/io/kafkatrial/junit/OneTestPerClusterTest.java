/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider.Lock;

/** Tests with rules in the code of the JVM run alone; all others side by side. */
class OneTestPerClusterTest {

    private final OneTestPerCluster locks = new OneTestPerCluster();

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Inject(className = "Till", method = "book", action = InjectAction.HOLD)
    @interface SlowTill {}

    static class Plain {
        void none() {}

        @Inject(className = "Till", method = "book", action = InjectAction.NOTE)
        void once() {}

        @Inject(className = "Till", method = "book", action = InjectAction.NOTE)
        @Inject(className = "Till", method = "close", action = InjectAction.NOTE)
        void twice() {}

        @InjectRule("RULE x")
        void raw() {}

        @SlowTill
        void composed() {}
    }

    @SlowTill
    static class OfClass {
        void none() {}
    }

    @Test
    void testWithARuleRunsAlone() throws Exception {
        for (String method : List.of("once", "twice", "raw", "composed")) {
            assertThat(mode(Plain.class, method)).as(method).isEqualTo(ResourceAccessMode.READ_WRITE);
        }
        assertThat(mode(OfClass.class, "none")).isEqualTo(ResourceAccessMode.READ_WRITE);
    }

    @Test
    void othersRunSideBySide() throws Exception {
        assertThat(mode(Plain.class, "none")).isEqualTo(ResourceAccessMode.READ);
    }

    private ResourceAccessMode mode(Class<?> type, String method) throws Exception {
        return locks.provideForMethod(List.of(), type, type.getDeclaredMethod(method)).stream()
                .filter(lock -> lock.getKey().equals(Inject.CODE))
                .map(Lock::getAccessMode)
                .findFirst()
                .orElseThrow();
    }
}
