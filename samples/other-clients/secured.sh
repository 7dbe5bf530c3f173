#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kcat (librdkafka) and kafkajs against a cluster with TLS, SCRAM and access rules, which this script starts. A client
# that is not installed is skipped. kafkajs must be installed in its folder (run.sh does so).
# Usage: secured.sh CORE_JAR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=${1:?usage: secured.sh CORE_JAR}
work=$(mktemp -d)
mkfifo "$work/leash"
java -jar "$jar" run --brokers 3 --topic orders:3 --topic audit:1 --protocol SASL_SSL --mechanism SCRAM-SHA-512,PLAIN \
  --user alice:wonder --acl "alice allow READ,WRITE,DESCRIBE topic:orders" --acl "alice allow READ group:billing" \
  --client-files "$work/clients" --leash --ready-file "$work/ready" <"$work/leash" >"$work/cluster.log" 2>&1 &
cluster=$!
exec 9>"$work/leash"
trap 'exec 9>&-; wait "$cluster" || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do
  [ -f "$work/ready" ] && break
  kill -0 "$cluster" 2>/dev/null || { cat "$work/cluster.log" >&2; exit 1; }
  sleep 0.1
done
bootstrap=$(sed -n 's/^bootstrap.servers=//p' "$work/ready")

fail() { echo "secured: FAILED: $1" >&2; exit 1; }
librdkafka() { # PASSWORD, then what kcat is asked
  local password=$1
  shift
  timeout 60 "$kcat" -b "$bootstrap" -X security.protocol=sasl_ssl -X "sasl.mechanisms=$mechanism" -X sasl.username=alice \
    -X "sasl.password=$password" -X "ssl.ca.location=$work/clients/ca.pem" "$@"
}

if kcat=$(command -v kcat || command -v kafkacat); then
  # before 2.2 librdkafka sends a nonce in SCRAM that Kafka refuses since 3.7.2, 3.8.1 and 3.9 (CVE-2024-56128)
  version=$("$kcat" -V | sed -nE 's/.*librdkafka ([0-9]+\.[0-9]+).*/\1/p')
  mechanism=SCRAM-SHA-512
  [ "$(printf '%s\n2.2\n' "$version" | sort -V | sed -n 1p)" = 2.2 ] || mechanism=PLAIN
  for i in $(seq 1 20); do echo "key-$i:value-$i"; done |
    librdkafka wonder -P -t orders -K : -X acks=all -X enable.idempotence=true || fail "alice cannot write"
  read=$(librdkafka wonder -C -t orders -o beginning -e -q | wc -l)
  [ "$read" = 20 ] || fail "kcat read $read of 20 records"
  listed=$(librdkafka wonder -L)
  grep -q 'topic "orders"' <<<"$listed" || fail "orders is not listed"
  grep -q 'topic "audit"' <<<"$listed" && fail "audit is listed to alice"
  denied=$(librdkafka wonder -L -t audit 2>&1 || true)
  grep -qi 'authorization failed' <<<"$denied" || fail "audit is not refused: $denied"
  wrong=$(librdkafka wrong -L -m 5 2>&1 || true)
  grep -qi 'authentication' <<<"$wrong" || fail "a wrong password is not told: $wrong"
  echo "secured kcat: PASSED ($mechanism)"
else
  echo "secured kcat: SKIPPED: kcat is not installed"
fi
if command -v node >/dev/null && [ -d "$here/kafkajs/node_modules/kafkajs" ]; then
  (cd "$here/kafkajs" && BOOTSTRAP="$bootstrap" CA="$work/clients/ca.pem" timeout 120 node secured.js) || fail "kafkajs"
else
  echo "secured kafkajs: SKIPPED: no node, or kafkajs is not installed in $here/kafkajs"
fi
