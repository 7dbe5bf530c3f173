/* SPDX-License-Identifier: Apache-2.0 */

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes orders as Avro records, or reads those that another language wrote; each is a function of its
 * number. Usage: {@code java -cp CLASSPATH Orders.java BOOTSTRAP SCHEMA write|read TOPIC}
 */
public final class Orders {
    private static final int ORDERS = 100;

    public static void main(String[] arguments) throws IOException {
        Schema schema = new Schema.Parser().parse(Path.of(arguments[1]).toFile());
        if (arguments[2].equals("write")) {
            write(arguments[0], schema, arguments[3]);
        } else {
            read(arguments[0], schema, arguments[3]);
        }
        System.out.println("Apache Avro: " + arguments[2] + " " + ORDERS + " orders");
    }

    private static GenericRecord order(Schema schema, int n) {
        Schema line = schema.getField("lines").schema().getElementType();
        var order = new GenericData.Record(schema);
        order.put("id", n * 1_000_000_007L);
        order.put("customer", "Zoë-" + n % 7);
        order.put("state", new GenericData.EnumSymbol(
                schema.getField("state").schema(), List.of("PLACED", "PAID", "SHIPPED").get(n % 3)));
        order.put("note", n % 2 == 0 ? null : "note " + n);
        order.put("lines", IntStream.range(0, n % 4).mapToObj(i -> line(line, n, i)).toList());
        order.put("seal", new GenericData.Fixed(
                schema.getField("seal").schema(), new byte[] {(byte) n, (byte) (255 - n), 0, 127}));
        return order;
    }

    private static GenericRecord line(Schema schema, int n, int i) {
        var line = new GenericData.Record(schema);
        line.put("article", "article-" + i);
        line.put("price", n + i / 4.0);
        return line;
    }

    private static void write(String servers, Schema schema, String topic) throws IOException {
        Map<String, Object> config = Map.of("bootstrap.servers", servers, "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < ORDERS; n++) {
                producer.send(new ProducerRecord<>(topic, "" + n, encoded(schema, order(schema, n))));
            }
        }
    }

    private static byte[] encoded(Schema schema, GenericRecord order) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(order, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static void read(String servers, Schema schema, String topic) throws IOException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", servers, "group.id", topic + "-java", "auto.offset.reset", "earliest");
        var found = new TreeMap<Integer, byte[]>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (found.size() < ORDERS && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(one -> found.put(Integer.parseInt(one.key()), one.value()));
            }
        }
        for (int n = 0; n < ORDERS; n++) {
            byte[] value = found.get(n);
            if (value == null || !order(schema, n).equals(decoded(schema, value))) {
                throw new AssertionError("order " + n + " is " + (value == null ? null : ByteBuffer.wrap(value)));
            }
        }
    }

    private static GenericRecord decoded(Schema schema, byte[] value) throws IOException {
        var decoder = DecoderFactory.get().binaryDecoder(value, null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }
}
