/* SPDX-License-Identifier: Apache-2.0 */
/* Draws lanes, ribbons and marks on canvases. Knows the model and the colours, and nothing of the reader. */

const TONES = ['failed', 'unknown', 'acked', 'read', 'done', 'committed', 'found', 'asked', 'changed'];

class Painter {
  constructor(model) {
    this.model = model;
    this.colours = {};
    this.ribbons = model.data.lanes.map(() => ({ wide: null, thin: null }));
    for (const ribbon of model.data.ribbons) this.ribbons[ribbon.lane][ribbon.thin ? 'thin' : 'wide'] = ribbon.changes;
    this.hasRecords = model.byLane.map(list => list.some(i => !model.kind(i).ribbon && model.kind(i).tone !== 'changed'));
  }

  /** Read the colours of the style sheet, which depend on light and dark. */
  learnColours() {
    const probe = document.body.appendChild(document.createElement('i'));
    for (const name of [...TONES, 'page', 'card', 'ink', 'soft', 'line', 'link', 'bad', 'band', 'calm', 'accent', 'warn', 'badfill',
      'b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8']) {
      probe.style.color = `var(--${name})`;
      this.colours[name] = getComputedStyle(probe).color;
    }
    probe.remove();
  }

  heightOf(lane) {
    const ribbons = this.ribbons[lane];
    return ribbons.wide && (ribbons.thin || this.hasRecords[lane]) ? 36 : 26;
  }

  /** Make a canvas as sharp as the screen; its context measures in CSS pixels. */
  static prepare(canvas, width, height) {
    const scale = devicePixelRatio || 1;
    canvas.style.height = `${height}px`;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    const g = canvas.getContext('2d');
    g.setTransform(scale, 0, 0, scale, 0, 0);
    g.clearRect(0, 0, width, height);
    return g;
  }

  /** Round times for about so many grid lines. */
  static ticks(from, to, about) {
    const rough = (to - from) / about, power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
    const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough) || rough;
    const ticks = [];
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
    return { ticks, digits: Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step) + 1e-9))) };
  }

  axis(canvas, view) {
    const g = Painter.prepare(canvas, view.width, 24);
    const { ticks, digits } = Painter.ticks(view.from, view.to, view.width / 110);
    g.font = '11px system-ui, sans-serif';
    g.fillStyle = this.colours.soft;
    g.textBaseline = 'middle';
    for (const t of ticks) {
      const text = formatTime(t, digits), wide = g.measureText(text).width;
      g.fillText(text, Math.max(2, Math.min(view.x(t) - wide / 2, view.width - wide - 2)), 12);
    }
  }

  /** The whole run in one strip, with the part in view. */
  overview(canvas, view, width) {
    const g = Painter.prepare(canvas, width, 40), { model, colours } = this, x = t => t / model.span * width;
    this.bands(g, x, 40);
    const columns = new Float64Array(Math.ceil(width / 2) + 1);
    for (let i = 0; i < model.marks.n; i++) if (model.keep[i]) columns[Math.max(0, Math.min(columns.length - 1, x(model.marks.at[i]) >> 1))] += model.marks.count[i];
    const most = Math.log1p(columns.reduce((a, b) => Math.max(a, b), 1));
    g.fillStyle = colours.asked;
    columns.forEach((n, c) => { const h = Math.log1p(n) / most * 30; g.fillRect(c * 2, 38 - h, 1.5, h); });
    g.fillStyle = colours.bad;
    for (const anomaly of model.data.anomalies) for (const t of anomaly.at) this.diamond(g, x(t), 6, 4);
    g.globalAlpha = 0.55;
    g.fillStyle = colours.card;
    g.fillRect(0, 0, x(view.from), 40);
    g.fillRect(x(view.to), 0, width, 40);
    g.globalAlpha = 1;
    g.strokeStyle = colours.link;
    g.lineWidth = 1.5;
    g.strokeRect(x(view.from) + 0.75, 0.75, Math.max(3, x(view.to) - x(view.from) - 1.5), 38.5);
  }

  /** All rows. A row is {lane, y, h}, or {lane: null} for the title of a group. */
  lanes(canvas, view, rows, picked) {
    const height = rows.length ? rows[rows.length - 1].y + rows[rows.length - 1].h : 0;
    const g = Painter.prepare(canvas, view.width, height), { model, colours } = this;
    g.fillStyle = colours.line;
    for (const t of Painter.ticks(view.from, view.to, view.width / 110).ticks) g.fillRect(view.x(t), 0, 1, height);
    this.bands(g, view.x, height);
    for (const row of rows) {
      if (row.lane === null) continue;
      if (row.lane === picked.lane) { g.globalAlpha = 0.7; g.fillStyle = colours.card; g.fillRect(0, row.y, view.width, row.h); g.globalAlpha = 1; }
      this.ribbon(g, view, row);
      if (!this.model.isFault(row.lane)) this.marks(g, view, row);
    }
    this.faults(g, view, rows);
    this.anomalies(g, view, rows, height, picked);
    if (picked.mark >= 0) this.ring(g, view, rows, picked.mark, colours.link);
  }

  bands(g, x, height) {
    g.globalAlpha = 0.075;
    g.fillStyle = this.colours.band;
    for (const fault of this.model.data.faults) g.fillRect(x(fault.from), 0, Math.max(1, x(fault.to ?? this.model.span) - x(fault.from)), height);
    g.globalAlpha = 1;
  }

  faults(g, view, rows) {
    for (const fault of this.model.data.faults) {
      const row = rows.find(each => each.lane === fault.lane);
      if (!row) continue;
      const from = view.x(fault.from), to = view.x(fault.to ?? this.model.span);
      g.fillStyle = this.colours.badfill;
      this.box(g, from, row.y + 5, Math.max(3, to - from), row.h - 10);
      this.label(g, fault.name, Math.max(from, 0) + 5, row.y + row.h / 2, Math.min(to, view.width) - Math.max(from, 0) - 8, 11);
    }
  }

  ribbon(g, view, row) {
    const { wide, thin } = this.ribbons[row.lane];
    const marksToo = this.hasRecords[row.lane];
    if (wide && (marksToo || thin)) {
      this.changes(g, view, wide, marksToo ? { y: row.y + 22, h: 11, font: 9.5 } : { y: row.y + 3, h: 17, font: 11 });
    } else if (wide) {
      this.changes(g, view, wide, { y: row.y + 4, h: row.h - 8, font: 11 });
    }
    if (thin) this.changes(g, view, thin, { y: row.y + 22, h: 11, font: 9.5 });
  }

  changes(g, view, changes, { y, h, font }) {
    for (let i = 0; i < changes.length; i++) {
      const [at, text, tint] = changes[i];
      const end = i + 1 < changes.length ? changes[i + 1][0] : this.model.span;
      if (!text || end < view.from || at > view.to) continue;
      const from = Math.max(view.x(at), -4), to = Math.min(view.x(end), view.width + 4);
      g.fillStyle = this.colours[tint === 'bad' ? 'badfill' : tint] || this.colours.calm;
      this.box(g, from, y, Math.max(1, to - from - 1), h);
      this.label(g, text, Math.max(from, 0) + 4, y + h / 2 + 0.5, to - Math.max(from, 0) - 8, font);
    }
  }

  box(g, x, y, w, h) {
    if (w < 5) { g.fillRect(x, y, w, h); return; }
    g.beginPath();
    g.roundRect(x, y, w, h, 3);
    g.fill();
  }

  label(g, text, x, y, room, size) {
    if (room < size) return;
    g.font = `${size}px system-ui, sans-serif`;
    g.textBaseline = 'middle';
    let shown = text;
    if (g.measureText(text).width > room) {
      const fits = Math.floor(text.length * room / g.measureText(text).width) - 1;
      if (fits < 2) return;
      shown = `${text.slice(0, fits)}…`;
    }
    g.fillStyle = this.colours.ink;
    g.fillText(shown, x, y);
  }

  /** Marks one by one while there is room, else columns whose height grows with the logarithm of the number. */
  marks(g, view, row) {
    const { model } = this, { at, count } = model.marks, list = model.byLane[row.lane];
    const start = Model.lowerBound(list, at, view.from - 3 / view.scale), found = [];
    let many = false;
    for (let n = start; n < list.length && at[list[n]] <= view.to; n++) {
      const i = list[n];
      if (model.keep[i] && !this.isShownByRibbon(i)) { found.push(i); many = many || count[i] > 1; }
    }
    const top = row.y + 4, height = Math.min(row.h, 26) - 8;
    if (!many && found.length <= view.width / 4) {
      for (const i of found) {
        const tone = model.kind(i).tone, asked = tone === 'asked' || tone === 'changed';
        g.fillStyle = this.colours[tone];
        g.fillRect(view.x(at[i]) - (asked ? 0.5 : 1.25), asked ? top + height * 0.35 : top, asked ? 1.2 : 2.5, asked ? height * 0.65 : height);
      }
    } else this.columns(g, view, found, top, height);
  }

  isShownByRibbon(i) {
    const kind = this.model.kind(i), ribbons = this.ribbons[this.model.lane(i)];
    return kind.ribbon || (kind.tone === 'changed' && (ribbons.wide || ribbons.thin));
  }

  columns(g, view, found, top, height) {
    const { model } = this, { at, count } = model.marks, wide = 2;
    const tones = new Map();
    const sums = new Float64Array(Math.ceil(view.width / wide) + 1);
    for (const i of found) {
      const column = Math.floor(view.x(at[i]) / wide);
      if (column < 0 || column >= sums.length) continue;
      const tone = model.kind(i).tone;
      if (!tones.has(tone)) tones.set(tone, new Float64Array(sums.length));
      tones.get(tone)[column] += count[i];
      sums[column] += count[i];
    }
    const most = Math.log1p(sums.reduce((a, b) => Math.max(a, b), 1));
    const filled = new Float64Array(sums.length);
    for (const tone of TONES) {
      const counts = tones.get(tone);
      if (!counts) continue;
      g.fillStyle = this.colours[tone];
      for (let c = 0; c < sums.length; c++) {
        if (counts[c] === 0) continue;
        const full = Math.max(3, Math.log1p(sums[c]) / most * height);
        const part = Math.max(tone === 'failed' || tone === 'unknown' ? 2.5 : 0, counts[c] / sums[c] * full);
        g.fillRect(c * wide, top + height - filled[c] - part, wide - 0.4, part);
        filled[c] += part;
      }
    }
  }

  diamond(g, x, y, r) {
    g.beginPath();
    g.moveTo(x, y - r); g.lineTo(x + r, y); g.lineTo(x, y + r); g.lineTo(x - r, y);
    g.fill();
  }

  anomalies(g, view, rows, height, picked) {
    const { model, colours } = this;
    const first = rows.find(row => row.anomalies);
    model.data.anomalies.forEach((anomaly, index) => {
      const chosen = picked.anomaly === index;
      g.fillStyle = colours.bad;
      for (const t of anomaly.at) {
        const x = view.x(t);
        if (x < -8 || x > view.width + 8) continue;
        g.globalAlpha = chosen ? 0.55 : 0.16;
        g.fillRect(x - 0.5, 0, chosen ? 1.5 : 1, height);
        g.globalAlpha = 1;
        if (first) this.diamond(g, x, first.y + first.h / 2, chosen ? 7 : 5);
      }
    });
    if (picked.anomaly >= 0) for (const i of picked.marks) this.ring(g, view, rows, i, colours.bad);
  }

  ring(g, view, rows, mark, colour) {
    const row = rows.find(each => each.lane === this.model.lane(mark));
    const x = view.x(this.model.marks.at[mark]);
    if (!row || x < -8 || x > view.width + 8) return;
    g.strokeStyle = colour;
    g.lineWidth = 1.8;
    g.beginPath();
    g.roundRect(x - 5, row.y + 1.5, 10, Math.min(row.h, 26) - 3, 5);
    g.stroke();
  }

  /** What a lane was at a time: the ribbons' words. */
  stateAt(lane, t) {
    return ['wide', 'thin'].map(which => {
      const changes = this.ribbons[lane][which] || [];
      let text = '';
      for (const [at, words] of changes) { if (at > t) break; text = words; }
      return text;
    }).filter(text => text).join(' · ');
  }
}
