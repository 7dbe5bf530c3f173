/* SPDX-License-Identifier: Apache-2.0 */
/* The data of the page as columns, and what can be asked of it. Knows nothing of the document. */

const NONE = -1;

/** Fill in a template: {name} is a value, [a|b] is a if all its values are there, else b. */
function fillTemplate(template, valueOf) {
  const fill = words => {
    let missing = false;
    const filled = words.replace(/\{(\w+)\}/g, (place, name) => {
      const value = valueOf(name);
      if (value === null || value === undefined || value === '') { missing = true; return place; }
      return value;
    });
    return { filled, missing };
  };
  return template.split(/(\[[^\]]*\])/).map((part, i) => {
    if (i % 2 === 0) return fill(part).filled;
    const [first, otherwise = ''] = part.slice(1, -1).split('|');
    const tried = fill(first);
    return tried.missing ? fill(otherwise).filled : tried.filled;
  }).join('');
}

/** Columns from the compact form, in the order of time. */
function decodeMarks(marks) {
  const n = marks.at.length;
  const lastOffset = new Array(marks.rows.length).fill(NONE);
  const lastSequence = new Array(marks.rows.length).fill(NONE);
  const at = new Float64Array(n), row = new Int32Array(n), offset = new Float64Array(n);
  const sequence = new Float64Array(n), key = new Int32Array(n), count = new Float64Array(n).fill(1);
  let now = 0, sorted = true;
  for (let i = 0; i < n; i++) {
    if (marks.at[i] < 0) sorted = false;
    now += marks.at[i];
    at[i] = now;
    const r = row[i] = marks.row[i];
    offset[i] = marks.offset[i] === null ? NONE : (lastOffset[r] += marks.offset[i] + 1);
    sequence[i] = marks.sequence[i] === null ? NONE : (lastSequence[r] += marks.sequence[i] + 1);
    key[i] = marks.key[i];
  }
  for (let i = 0; i < marks.counts.length; i += 2) count[marks.counts[i]] = marks.counts[i + 1];
  if (sorted) return { n, at, row, offset, sequence, key, count };
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => at[a] - at[b] || a - b);
  const sort = column => column.map((_, i) => column[order[i]]);
  return { n, at: sort(at), row: sort(row), offset: sort(offset), sequence: sort(sequence), key: sort(key), count: sort(count) };
}

class Model {
  constructor(data) {
    this.data = data;
    this.span = data.span;
    this.rows = data.marks.rows.map(([kind, lane, partition, producer, ...values]) => ({ kind, lane, partition, producer, values }));
    this.marks = decodeMarks(data.marks);
    this.keep = new Uint8Array(this.marks.n).fill(1);
    this.byLane = data.lanes.map(() => []);
    const counts = new Float64Array(data.kinds.length);
    for (let i = 0; i < this.marks.n; i++) {
      const row = this.rows[this.marks.row[i]];
      this.byLane[row.lane].push(i);
      counts[row.kind] += this.marks.count[i];
    }
    this.byLane = this.byLane.map(list => Int32Array.from(list));
    this.countOfKind = counts;
  }

  kind(i) { return this.data.kinds[this.rows[this.marks.row[i]].kind]; }

  lane(i) { return this.rows[this.marks.row[i]].lane; }

  record(i) {
    const row = this.rows[this.marks.row[i]];
    return row.producer === NONE || this.marks.sequence[i] === NONE ? null : `${this.data.producers[row.producer]}#${this.marks.sequence[i]}`;
  }

  partition(i) {
    const row = this.rows[this.marks.row[i]];
    return row.partition === NONE ? null : this.data.partitions[row.partition];
  }

  place(i) {
    const partition = this.partition(i);
    return partition !== null && this.marks.offset[i] !== NONE ? `${partition}@${this.marks.offset[i]}` : partition;
  }

  key(i) { return this.marks.key[i] === NONE ? null : this.data.keys[this.marks.key[i]]; }

  who(i) { return this.data.lanes[this.lane(i)].name; }

  /** What happened, as the predicate to who. */
  words(i) {
    const kind = this.kind(i);
    if (this.marks.count[i] > 1) return `${kind.label}: ${this.marks.count[i].toLocaleString('en')} around here, too many to draw one by one`;
    const values = this.rows[this.marks.row[i]].values;
    return fillTemplate(kind.words, name => {
      if (name === 'id') return this.record(i);
      if (name === 'place') return this.place(i);
      if (name === 'key') return this.key(i);
      if (name === 'sender') return this.who(i);
      return values[kind.names.indexOf(name)];
    });
  }

  /** Which marks remain under a filter {partition, client, text, kinds: Set of hidden kinds}. */
  filter({ partition, client, text, hidden }) {
    const wanted = text.trim().toLowerCase();
    const rows = this.rows.map(row =>
      !hidden.has(row.kind)
      && (!partition || row.partition === NONE || this.data.partitions[row.partition] === partition)
      && (!client || !this.isClient(row.lane) || this.data.lanes[row.lane].name === client));
    const keysOfRecords = wanted ? this.recordsOfKeys(wanted) : null;
    for (let i = 0; i < this.marks.n; i++) {
      this.keep[i] = rows[this.marks.row[i]] && (!wanted || this.isAbout(i, wanted, keysOfRecords)) ? 1 : 0;
    }
  }

  isFault(lane) { return this.data.groups[this.data.lanes[lane].group] === 'Faults'; }

  isFaultKind(kind) { return this.rows.some(row => row.kind === kind && this.isFault(row.lane)); }

  isClient(lane) { return ['Producers', 'Consumers', 'Transactions', 'Effects'].includes(this.data.groups[this.data.lanes[lane].group]); }

  /** A key is known of the send only; what happened to the record later belongs to it too. */
  recordsOfKeys(wanted) {
    const matching = new Set();
    this.data.keys.forEach((key, k) => { if (key.toLowerCase().includes(wanted)) matching.add(k); });
    const records = new Set();
    if (matching.size > 0) {
      for (let i = 0; i < this.marks.n; i++) if (matching.has(this.marks.key[i])) records.add(this.record(i));
    }
    return records;
  }

  isAbout(i, wanted, records) {
    const record = this.record(i);
    if (record === null) return this.marks.offset[i] === NONE ? true : (this.place(i) ?? '').toLowerCase() === wanted;
    return record.toLowerCase() === wanted || records.has(record) || (this.place(i) ?? '').toLowerCase() === wanted
      || this.who(i).toLowerCase() === wanted;
  }

  /** The first position in a lane's list whose time is not before t. */
  static lowerBound(list, at, t) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[list[middle]] < t) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** The kept mark of a lane that is nearest to t within reach; -1 if none is. */
  nearest(lane, t, reach) {
    const list = this.byLane[lane], at = this.marks.at;
    let best = -1, distance = reach;
    for (let i = Model.lowerBound(list, at, t - reach); i < list.length && at[list[i]] <= t + reach; i++) {
      const away = Math.abs(at[list[i]] - t);
      if (this.keep[list[i]] && away <= distance) { best = list[i]; distance = away; }
    }
    return best;
  }

  /** The next kept mark of a lane in a direction from t; -1 if there is none. */
  step(lane, t, direction) {
    const list = this.byLane[lane], at = this.marks.at;
    let i = direction > 0 ? Model.lowerBound(list, at, t + 1e-9) : Model.lowerBound(list, at, t) - 1;
    while (i >= 0 && i < list.length && (!this.keep[list[i]] || at[list[i]] === t)) i += direction;
    return i >= 0 && i < list.length ? list[i] : -1;
  }

  /** Kept marks between two times, in order; at most so many. */
  between(from, to, most) {
    const found = [];
    const all = this.marks.at;
    let low = 0, high = this.marks.n;
    while (low < high) { const m = (low + high) >> 1; if (all[m] < from) low = m + 1; else high = m; }
    for (let i = low; i < this.marks.n && all[i] <= to; i++) {
      if (this.keep[i]) { found.push(i); if (found.length > most) break; }
    }
    return found;
  }
}

function formatTime(micros, digits = 3) {
  return `${micros < 0 ? '−' : '+'}${(Math.abs(micros) / 1e6).toFixed(digits)} s`;
}
