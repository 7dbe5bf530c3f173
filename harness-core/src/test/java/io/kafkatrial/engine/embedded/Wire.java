/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** One raw connection to a broker: requests as no client would send them. Not safe for threads. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket = new Socket();
    private int correlationId;

    Wire(InetSocketAddress broker) {
        try {
            socket.connect(broker, PATIENCE_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            // No TIME_WAIT: tests that are cut off come back often.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connect to the first of some bootstrap servers. */
    static Wire to(String bootstrap) {
        return new Wire(address(bootstrap.split(",", -1)[0]));
    }

    /** Connect to the leader of a partition, as its metadata names it. */
    static Wire toLeader(String bootstrap, TopicPartition partition) throws InterruptedException, ExecutionException {
        Node leader = leader(bootstrap, partition);
        return new Wire(new InetSocketAddress(leader.host(), leader.port()));
    }

    static Node leader(String bootstrap, TopicPartition partition) throws InterruptedException, ExecutionException {
        try (Admin admin = Clients.admin(bootstrap)) {
            return admin.describeTopics(Set.of(partition.topic()))
                    .allTopicNames()
                    .get()
                    .get(partition.topic())
                    .partitions()
                    .get(partition.partition())
                    .leader();
        }
    }

    /** The address of each broker of an embedded cluster, by id. */
    static Map<Integer, InetSocketAddress> addresses(String bootstrap, List<Integer> brokers) {
        String[] servers = bootstrap.split(",", -1);
        Map<Integer, InetSocketAddress> addresses = new TreeMap<>();
        for (int i = 0; i < servers.length; i++) {
            addresses.put(brokers.get(i), address(servers[i]));
        }
        return addresses;
    }

    static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    <R extends AbstractResponse> R ask(AbstractRequest request, Class<R> type) {
        RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "wire", ++correlationId);
        send(RequestUtils.serialize(header.data(), header.headerVersion(), request.data(), request.version()));
        return type.cast(AbstractResponse.parseResponse(receive(), header));
    }

    /** Send a frame; its size is put before it. */
    void send(ByteBuffer frame) {
        ByteBuffer sized = ByteBuffer.allocate(4 + frame.remaining());
        sized.putInt(frame.remaining()).put(frame.duplicate());
        try {
            socket.getOutputStream().write(sized.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ByteBuffer receive() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return ByteBuffer.wrap(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void patience(int ms) {
        try {
            socket.setSoTimeout(ms);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
