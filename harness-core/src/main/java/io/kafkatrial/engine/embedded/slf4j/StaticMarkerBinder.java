/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.slf4j;

import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MarkerFactoryBinder;

/** Is found by SLF4J 1.7 by its name; Kafka marks some lines as fatal. Thread-safe. */
public final class StaticMarkerBinder implements MarkerFactoryBinder {

    private static final StaticMarkerBinder SINGLETON = new StaticMarkerBinder();

    private final IMarkerFactory markers = new BasicMarkerFactory();

    private StaticMarkerBinder() {}

    /** Return the one binder; called by SLF4J. */
    public static StaticMarkerBinder getSingleton() {
        return SINGLETON;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public String getMarkerFactoryClassStr() {
        return BasicMarkerFactory.class.getName();
    }
}
