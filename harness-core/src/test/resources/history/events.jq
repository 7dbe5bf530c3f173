foreach inputs as $line ({lanes: {}};
  if $line.lane != null then .lanes[$line.lane | tostring] = $line | .out = []
  elif $line.rows != null then
    .lanes as $lanes
    | .out = [$line.rows[] | . as $row | $lanes[$row[0] | tostring] as $lane
      | [$lane.columns, $row[1:]] | transpose | map(select(.[1] != null) | {(.[0]): .[1]}) | add
      | {event: $lane.event, at: $line.at} + . + ($lane | del(.lane, .event, .columns, .crc))]
  elif $line.event != null then .out = [$line | del(.crc)]
  else .out = [] end;
  .out[])
