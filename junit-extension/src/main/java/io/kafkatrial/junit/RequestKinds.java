/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Requests;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Annotations for single requests. */
final class RequestKinds {

    static final List<FaultKind> ALL = List.of(
            kind(DropRequest.class, a -> new WireRule.Act.DropRequest()),
            kind(DropResponse.class, a -> new WireRule.Act.DropResponse()),
            kind(HoldRequest.class, a -> new WireRule.Act.HoldRequest()),
            kind(HoldResponse.class, a -> new WireRule.Act.HoldResponse()),
            kind(DuplicateRequest.class, a -> new WireRule.Act.Duplicate()),
            kind(FailRequest.class, a -> new WireRule.Act.Refuse(a.text("error"))),
            kind(DelayRequest.class, a -> new WireRule.Act.DelayRequest(a.time("time"))),
            kind(DelayResponse.class, a -> new WireRule.Act.DelayResponse(a.time("time"))),
            kind(ReorderRequests.class, a -> new WireRule.Act.Reorder()),
            FaultKind.of(
                    StaleMetadata.class, List.of("to"), a -> fault(a, "Metadata", new WireRule.Act.AnswerStale())));

    private RequestKinds() {}

    private static FaultKind kind(Class<? extends Annotation> type, Function<Attributes, WireRule.Act> act) {
        return FaultKind.of(type, List.of("api", "to"), a -> fault(a, a.text("api"), act.apply(a)));
    }

    private static Fault fault(Attributes attributes, String api, WireRule.Act act) {
        Requests requests = new Requests(
                attributes.target("from"),
                attributes.target("to"),
                Optional.of(api),
                attributes.given("clientId"),
                attributes.given("topic"));
        return new Fault.OnRequests(
                requests, act, attributes.number("skip"), attributes.number("times"), attributes.lasts());
    }
}
