/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The proxy before brokers of other processes. {@link io.kafkatrial.engine.proxy.Proxy} opens a
 * {@link io.kafkatrial.engine.proxy.Door} for each directed pair of ends; each connection through it is a
 * {@code Passage} with two {@code Flow}s, which meet the same table of link faults as the embedded
 * engine's traffic; a {@link io.kafkatrial.engine.proxy.Tap} may look at the frames.
 * {@link io.kafkatrial.engine.proxy.AckTap} tells what was acknowledged,
 * {@link io.kafkatrial.engine.proxy.GroupTap} that a classic group is at its rebalance. Where clients speak TLS the proxy does so
 * with both sides, by {@link io.kafkatrial.engine.proxy.TlsTerms}, and reads what passes like everything else. Where brokers
 * know nothing of their doors a {@link io.kafkatrial.engine.proxy.Signpost} has their answers lead there.
 */
@NullMarked
package io.kafkatrial.engine.proxy;

import org.jspecify.annotations.NullMarked;
