#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kcat (librdkafka) against a Kafka Trial cluster: lists it, produces keyed records, reads them back
# alone and as a consumer group.
# Usage: kcat.sh BOOTSTRAP
set -euo pipefail
bootstrap=${1:?usage: kcat.sh BOOTSTRAP}
topic="kcat-$$"
kcat=$(command -v kcat || command -v kafkacat)

fail() { echo "kcat: FAILED: $1" >&2; exit 1; }

"$kcat" -b "$bootstrap" -L | grep -q 'broker' || fail "no broker listed"
for i in $(seq 1 100); do echo "key-$((i % 7)):value-$i"; done |
  "$kcat" -b "$bootstrap" -P -t "$topic" -K : -X acks=all -X enable.idempotence=true
read=$("$kcat" -b "$bootstrap" -C -t "$topic" -o beginning -e -q | wc -l)
[ "$read" = 100 ] || fail "read $read of 100 records"
grouped=$(timeout 60 "$kcat" -b "$bootstrap" -G "$topic-group" -o beginning -e -q -X auto.offset.reset=earliest "$topic" | wc -l)
[ "$grouped" = 100 ] || fail "the group read $grouped of 100 records"
echo "kcat: PASSED"
