#!/usr/bin/env bash
# Makes an image that behaves as apache/kafka does, from what this machine has, for machines that can pull none:
# the same entry point, environment variables (KAFKA_*, CLUSTER_ID), user, volumes, and Kafka's own wrapper, which turns
# the environment into server.properties and formats the storage.
#
#   make-image.sh [VERSION [TAG]]     e.g. make-image.sh 4.3.1 apache/kafka:4.3.1
#
# Needs a Docker engine that answers, JDK 17 or newer with its jmods, Maven, busybox, root. Does nothing when the image
# of this script and version is there already.
set -euo pipefail

version=${1:-4.3.1}
tag=${2:-apache/kafka:$version}
here=$(cd "$(dirname "$0")" && pwd)
made_by=$(cat "$0" "$here"/image/* | sha256sum | cut -c1-16)-$version

if [ "$(docker image inspect -f '{{ index .Config.Labels "io.kafkatrial.made-by" }}' "$tag" 2>/dev/null)" = "$made_by" ]; then
  echo "$tag is there"
  exit 0
fi
# one that was pulled is better than ours
if docker image inspect "$tag" >/dev/null 2>&1 \
  && [ -z "$(docker image inspect -f '{{ index .Config.Labels "io.kafkatrial.made-by" }}' "$tag")" ]; then
  echo "$tag is there, and not made by this script"
  exit 0
fi

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
image=$root/image
mkdir -p "$image"/{bin,dev,etc,proc,sys,usr/logs,home/appuser,mnt/shared/config,opt/kafka/{bin,config,libs}} \
  "$image"/{tmp,var/lib/kafka/data,etc/kafka/{docker,secrets}}
chmod 1777 "$image/tmp"

# A program with the libraries it is linked with.
take() {
  local program=$1 to=$2
  install -D "$program" "$image$to"
  libraries_of "$program"
}
libraries_of() {
  { ldd "$1" 2>/dev/null || true; } | grep -o '/[^ ]*' | grep '^/\(usr/\)\?lib' | while read -r library; do
    [ -e "$image$library" ] || install -D "$(readlink -f "$library")" "$image$library"
  done || true
}

# A shell and its tools.
take "$(command -v busybox)" /bin/busybox
for applet in sh id hostname cat sed grep env mkdir ls sleep kill ps; do
  ln -s busybox "$image/bin/$applet"
done
mkdir -p "$image/usr/bin"
ln -s ../../bin/env "$image/usr/bin/env"
printf 'root:x:0:0:root:/:/bin/sh\nappuser:x:1000:1000::/home/appuser:/bin/sh\n' >"$image/etc/passwd"
printf 'root:x:0:\nappuser:x:1000:\n' >"$image/etc/group"

# A Java with what Kafka needs.
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
"$java_home/bin/jlink" --output "$image/opt/java" --strip-debug --no-header-files --no-man-pages --add-modules \
  java.base,java.desktop,java.logging,java.management,java.management.rmi,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.management,jdk.management.agent,jdk.security.auth,jdk.unsupported,jdk.zipfs
# of java.desktop only the beans are wanted, by the reader of YAML
rm -f "$image"/opt/java/lib/lib{awt*,font*,freetype,javajpeg,jawt,jsound,lcms,mlib*,splash*}.so
libraries_of "$image/opt/java/bin/java"
for library in "$image"/opt/java/lib/*.so "$image"/opt/java/lib/server/*.so; do
  libraries_of "$library"
done
# found by name only
for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2 libgcc_s.so.1 libstdc++.so.6; do
  found=$(ldconfig -p | grep -F "$library " | head -1 | sed 's/.*=> //')
  [ -z "$found" ] || [ -e "$image$found" ] || install -D "$(readlink -f "$found")" "$image$found"
done

# Kafka, as Maven has it.
sed "s/@version@/$version/" "$here/image/pom.xml" >"$root/pom.xml"
# shellcheck disable=SC2086
mvn -B -q ${MAVEN_ARGS:-} -f "$root/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$image/opt/kafka/libs"

install "$here"/image/kafka-*.sh "$image/opt/kafka/bin/"
install "$here"/image/run "$image/etc/kafka/docker/run"
install -m 644 "$here"/image/server.properties "$here"/image/log4j2.yaml "$image/etc/kafka/docker/"
install -m 644 "$here"/image/log4j2.yaml "$image/etc/kafka/docker/tools-log4j2.yaml"
chown -R 1000:1000 "$image"/{usr/logs,opt/kafka,mnt/shared/config,home/appuser,var/lib/kafka,etc/kafka}

# An archive of the classes of one start, as the real image has it; without it the image works all the same.
archive() {
  mkdir -p "$image/dev"
  touch "$image/dev/null"
  mount --bind /dev "$image/dev" 2>/dev/null || return 0
  mount -t proc proc "$image/proc" 2>/dev/null || { umount "$image/dev"; return 0; }
  chroot "$image" /bin/sh -c '
    cd /tmp
    /opt/java/bin/java -Xshare:dump
    export CLUSTER_ID=5L6g3nShT-eMCtK--X86sw KAFKA_HEAP_OPTS=-Xmx256m
    export KAFKA_JVM_PERFORMANCE_OPTS=-XX:ArchiveClassesAtExit=/opt/kafka/storage.jsa
    /opt/kafka/bin/kafka-run-class.sh kafka.docker.KafkaDockerWrapper setup --default-configs-dir /etc/kafka/docker \
      --mounted-configs-dir /mnt/shared/config --final-configs-dir /opt/kafka/config
    export KAFKA_JVM_PERFORMANCE_OPTS=-XX:ArchiveClassesAtExit=/opt/kafka/kafka.jsa
    /opt/kafka/bin/kafka-server-start.sh /opt/kafka/config/server.properties >/tmp/log 2>&1 &
    server=$!
    looks=0
    until grep -q "Kafka Server started" /tmp/log || ! kill -0 $server || [ $looks -ge 60 ]; do
      sleep 1
      looks=$((looks + 1))
    done
    kill $server
    wait $server' >"$root/archive.log" 2>&1 || true
  umount "$image/proc" "$image/dev"
  rm -rf "$image"/tmp/* "$image"/opt/kafka/config/* "$image"/opt/kafka/logs "$image"/var/lib/kafka/data/*
  chown 1000:1000 "$image"/opt/kafka/*.jsa 2>/dev/null || true
}
archive

tar -C "$image" -c . | docker import \
  -c 'ENV PATH=/bin:/usr/bin:/opt/java/bin JAVA_HOME=/opt/java' \
  -c 'USER appuser' \
  -c 'EXPOSE 9092' \
  -c 'VOLUME ["/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"]' \
  -c 'CMD ["/etc/kafka/docker/run"]' \
  -c "LABEL io.kafkatrial.made-by=$made_by" \
  - "$tag" >/dev/null
echo "$tag made: $(du -sh "$image" | cut -f1), archives: $(ls "$image"/opt/kafka/*.jsa 2>/dev/null | wc -l)"
