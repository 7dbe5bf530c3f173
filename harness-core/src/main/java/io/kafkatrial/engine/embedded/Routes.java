/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.access.Watch;
import io.kafkatrial.engine.embedded.api.Access;
import io.kafkatrial.engine.embedded.api.BrokerApis;
import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Controllers;
import io.kafkatrial.engine.embedded.api.GroupHandlers;
import io.kafkatrial.engine.embedded.api.Guards;
import io.kafkatrial.engine.embedded.api.Handlers;
import io.kafkatrial.engine.embedded.api.MarkerHandlers;
import io.kafkatrial.engine.embedded.api.RequestRouter;
import io.kafkatrial.engine.embedded.api.ShareHandlers;
import io.kafkatrial.engine.embedded.api.TransactionHandlers;

/** Puts a broker's handlers together. */
final class Routes {

    private Routes() {}

    /** What the harness itself asks of a broker as an administrator, by a way of its own to the controllers. */
    static RequestRouter office(Brain brain, Controllers controllers) {
        NodeParts parts = brain.parts();
        Handlers handlers = new Handlers();
        BrokerApis apis =
                new BrokerApis(brain.view(), controllers, brain.replicas().plane(), () -> parts.loop()
                        .clock()
                        .millis());
        apis.register(handlers);
        GroupHandlers.register(
                handlers,
                brain.groups(),
                brain.transactions().queries()::partitionFor,
                brain.feed().cache(),
                apis.newTopics());
        new TransactionHandlers(
                        brain.view(),
                        brain.transactions(),
                        brain.groups(),
                        parts.loop().clock())
                .register(handlers, brain.producerIds());
        return new RequestRouter(handlers, parts.loop());
    }

    static RequestRouter of(Brain brain) {
        NodeParts parts = brain.parts();
        BrokerView view = brain.view();
        boolean guarded = brain.rules().isPresent();
        Handlers handlers = new Handlers(parts.config(), guarded ? new Watch(view) : Guards.NONE);
        BrokerApis apis = new BrokerApis(
                view, Controllers.of(brain.controller()), brain.replicas().plane(), () -> parts.loop()
                        .clock()
                        .millis());
        apis.register(handlers);
        brain.shares().createTopicsBy(apis.newTopics().internal());
        ShareHandlers.register(handlers, view, new ShareHandlers.Services(brain.groups(), () -> brain.shares()
                .leader()));
        GroupHandlers.register(
                handlers,
                brain.groups(),
                brain.transactions().queries()::partitionFor,
                brain.feed().cache(),
                apis.newTopics());
        new TransactionHandlers(
                        view, brain.transactions(), brain.groups(), parts.loop().clock())
                .register(handlers, brain.producerIds());
        new MarkerHandlers(
                        view,
                        brain.replicas().plane(),
                        brain.groups(),
                        parts.loop().clock())
                .register(handlers);
        return new RequestRouter(handlers, parts.loop(), guarded ? brain.rules().get() : Access.EVERYTHING, apis);
    }
}
