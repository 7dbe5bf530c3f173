import json, sys

lanes, acked, found = {}, set(), set()
for line in map(json.loads, open(sys.argv[1], encoding="utf-8")):
    if "lane" in line:
        lanes[line["lane"]] = line
    for number, *values in line.get("rows", []):
        lane = lanes[number]
        row = dict(zip(lane["columns"], values))
        if "sequence" in row:
            record = (lane["producer"], row["sequence"])
            if lane["event"] == "SendAcked":
                acked.add(record)
            elif lane["event"] == "Found":
                found.add(record)
for producer, sequence in sorted(acked - found):
    print(f"{producer}#{sequence}")
