#!/bin/sh
# A class of Kafka with the variables Kafka's own script of this name reads.
# shellcheck disable=SC2086
exec /opt/java/bin/java ${KAFKA_HEAP_OPTS:--Xmx256M} ${KAFKA_JVM_PERFORMANCE_OPTS:-} -XX:+UseSerialGC \
  -Dkafka.logs.dir=/usr/logs ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml} \
  ${KAFKA_OPTS:-} -cp "/opt/kafka/libs/*" "$@"
