/* SPDX-License-Identifier: Apache-2.0 */
/* The timeline on the page: rows, view, pointer and keyboard. */

const MOST_LANES_OF_A_GROUP = 8;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

class Timeline {
  constructor(stage, model) {
    this.model = model;
    this.painter = new Painter(model);
    this.from = 0;
    this.to = model.span;
    this.picked = { lane: -1, mark: -1, anomaly: -1, marks: [] };
    this.opened = new Set();
    this.onChange = () => {};
    this.build(stage);
    this.pointer();
    this.keyboard();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    theme.listeners.push(() => { this.painter.learnColours(); this.draw(); });
    addEventListener('beforeprint', () => this.forPaper(true));
    addEventListener('afterprint', () => this.forPaper(false));
    this.painter.learnColours();
    this.layout();
  }

  build(stage) {
    this.overviewCanvas = element('canvas', { className: 'overview-canvas' });
    this.overviewCanvas.setAttribute('aria-hidden', 'true');
    this.axisCanvas = element('canvas');
    this.axisCanvas.setAttribute('aria-hidden', 'true');
    this.canvas = element('canvas', { className: 'lanes', tabIndex: 0, id: 'lanes' });
    this.canvas.setAttribute('role', 'application');
    this.canvas.setAttribute('aria-label', 'Timeline of faults, brokers, partitions and clients');
    this.canvas.setAttribute('aria-describedby', 'keys');
    this.labels = element('div', { className: 'labels' });
    this.extent = element('div', { className: 'say' });
    this.tip = element('div', { className: 'tip', hidden: true });
    this.status = element('p', { className: 'hidden', id: 'status' });
    this.status.setAttribute('role', 'status');
    this.sheet = element('div', { className: 'sheet' },
      element('div', { className: 'row overview' }, this.extent, this.overviewCanvas),
      element('div', { className: 'row axis' }, element('div'), this.axisCanvas),
      element('div', { className: 'row' }, this.labels, this.canvas), this.tip);
    stage.append(this.sheet, this.status);
  }

  get view() {
    const width = this.canvas.clientWidth || 800, scale = width / (this.to - this.from);
    return { from: this.from, to: this.to, width, scale, x: t => (t - this.from) * scale };
  }

  /** Which rows there are: depends on the filter and on which groups are opened. */
  layout() {
    const { data, byLane, keep } = this.model;
    this.rows = [];
    let y = 0;
    const add = row => { this.rows.push({ ...row, y }); y += row.h; };
    if (data.anomalies.length) add({ lane: null, anomalies: true, title: data.anomalies.length === 1 ? '1 anomaly' : `${data.anomalies.length} anomalies`, h: 26 });
    data.groups.forEach((title, group) => {
      const lanes = data.lanes.map((_, l) => l).filter(l => data.lanes[l].group === group
        && (byLane[l].some(i => keep[i]) || (byLane[l].length === 0 && this.shows(l))));
      if (lanes.length === 0) return;
      lanes.sort((a, b) => data.lanes[a].name.localeCompare(data.lanes[b].name, 'en', { numeric: true }));
      const more = lanes.length > MOST_LANES_OF_A_GROUP ? lanes.length : 0;
      add({ lane: null, title, more, group, h: 24 });
      lanes.slice(0, more && !this.opened.has(group) ? MOST_LANES_OF_A_GROUP : lanes.length)
        .forEach(lane => add({ lane, title: data.lanes[lane].name, h: this.painter.heightOf(lane) }));
    });
    this.labels.replaceChildren(...this.rows.map(row => this.labelOf(row)));
    if (!this.rows.some(row => row.lane === this.picked.lane)) this.picked.lane = -1;
    this.draw();
  }

  shows(lane) { return this.painter.ribbons[lane].wide !== null || this.model.data.faults.some(fault => fault.lane === lane); }

  labelOf(row) {
    const label = element('div', { title: row.title }, element('span', { textContent: row.title }));
    label.style.setProperty('--h', `${row.h}px`);
    if (row.lane === null) label.className = 'group';
    if (row.more) {
      const open = this.opened.has(row.group);
      label.append(element('button', {
        type: 'button',
        textContent: open ? 'fewer' : `all ${row.more}`,
        onclick: () => { if (open) this.opened.delete(row.group); else this.opened.add(row.group); this.layout(); },
      }));
    }
    return label;
  }

  /** Draw with the next frame, once. */
  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.drawNow(); });
  }

  drawNow() {
    const view = this.view;
    this.painter.axis(this.axisCanvas, view);
    this.painter.lanes(this.canvas, view, this.rows, this.picked);
    this.painter.overview(this.overviewCanvas, view, this.overviewCanvas.clientWidth || view.width);
    const span = t => `${Number((t / 1e6).toPrecision(3))} s`;
    this.extent.textContent = this.to - this.from >= this.model.span ? `all ${span(this.model.span)}` : `${span(this.to - this.from)} of ${span(this.model.span)}`;
    [...this.labels.children].forEach((label, i) => label.classList.toggle('picked', this.rows[i].lane !== null && this.rows[i].lane === this.picked.lane));
    this.onChange();
  }

  /** Show a stretch of time. */
  show(from, to) {
    const least = Math.max(10, this.model.span / 1e6), wide = Math.min(Math.max(to - from, least), this.model.span);
    this.from = Math.max(0, Math.min(from, this.model.span - wide));
    this.to = this.from + wide;
    this.draw();
  }

  zoom(factor, around = (this.from + this.to) / 2) {
    this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }

  pan(share) {
    const by = (this.to - this.from) * share;
    this.show(this.from + by, this.to + by);
  }

  all() { this.show(0, this.model.span); }

  /** Choose a mark and bring it into view. */
  pick(mark) {
    this.picked = { ...this.picked, mark, lane: mark >= 0 ? this.model.lane(mark) : this.picked.lane };
    if (mark >= 0) {
      const t = this.model.marks.at[mark];
      if (t < this.from || t > this.to) this.show(t - (this.to - this.from) / 2, t + (this.to - this.from) / 2);
      this.say(`${formatTime(t)} ${this.model.who(mark)} ${this.model.words(mark)}`);
    }
    this.draw();
  }

  /** Show an anomaly: its time, and all that touched its record. */
  pickAnomaly(index) {
    const anomaly = this.model.data.anomalies[index];
    if (!anomaly) return;
    const place = `${anomaly.partition}@${anomaly.offset}`, marks = [];
    for (let i = 0; i < this.model.marks.n; i++) {
      if ((anomaly.record && this.model.record(i) === anomaly.record) || (anomaly.offset >= 0 && this.model.place(i) === place)) marks.push(i);
    }
    const own = marks.filter(i => this.model.record(i) === anomaly.record && this.model.kind(i).tone !== 'found');
    const times = [...anomaly.at, ...own.map(i => this.model.marks.at[i])];
    const first = Math.min(...times), last = Math.max(...times), around = Math.max((last - first) * 0.15, this.model.span / 20);
    this.picked = { lane: -1, mark: -1, anomaly: index, marks };
    this.show(first - around, last + around);
    this.say(`${anomaly.kind}: ${anomaly.sentence}`);
  }

  say(text) { this.status.textContent = text; }

  rowAt(y) { return this.rows.find(row => y >= row.y && y < row.y + row.h); }

  pointer() {
    let drag = null;
    const t = x => this.from + x / this.view.scale;
    this.canvas.onpointerdown = event => {
      if (event.button !== 0) return;
      drag = { x: event.offsetX, from: this.from, to: this.to, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    };
    this.canvas.onpointermove = event => {
      if (!drag) { this.hover(event); return; }
      const by = (drag.x - event.offsetX) / this.view.scale;
      drag.moved = drag.moved || Math.abs(drag.x - event.offsetX) > 3;
      if (drag.moved) { this.canvas.classList.add('busy'); this.tip.hidden = true; this.show(drag.from + by, drag.to + by); }
    };
    this.canvas.onpointerup = event => {
      this.canvas.classList.remove('busy');
      if (drag && !drag.moved) this.click(event.offsetX, event.offsetY);
      drag = null;
    };
    this.canvas.onpointerleave = () => { this.tip.hidden = true; };
    this.canvas.ondblclick = event => this.zoom(0.4, t(event.offsetX));
    this.canvas.addEventListener('wheel', event => {
      if (event.ctrlKey || event.metaKey) { event.preventDefault(); this.zoom(Math.exp(event.deltaY * 0.004), t(event.offsetX)); }
      else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) { event.preventDefault(); this.pan(event.deltaX / this.view.width); }
    }, { passive: false });
    this.overviewPointer();
  }

  overviewPointer() {
    const canvas = this.overviewCanvas;
    const t = event => Math.max(0, Math.min(1, event.offsetX / canvas.clientWidth)) * this.model.span;
    let start = null;
    canvas.onpointerdown = event => { start = t(event); canvas.setPointerCapture(event.pointerId); };
    canvas.onpointermove = event => { if (start !== null && Math.abs(t(event) - start) > this.model.span / 200) this.show(Math.min(start, t(event)), Math.max(start, t(event))); };
    canvas.onpointerup = event => {
      if (start !== null && Math.abs(t(event) - start) <= this.model.span / 200) { const half = (this.to - this.from) / 2; this.show(start - half, start + half); }
      start = null;
    };
  }

  markAt(x, row) {
    return row && row.lane !== null ? this.model.nearest(row.lane, this.from + x / this.view.scale, 5 / this.view.scale) : -1;
  }

  click(x, y) {
    const row = this.rowAt(y), t = this.from + x / this.view.scale;
    if (row && row.anomalies) {
      const reach = 8 / this.view.scale;
      const index = this.model.data.anomalies.findIndex(anomaly => anomaly.at.some(at => Math.abs(at - t) < reach));
      if (index >= 0) this.pickAnomaly(index);
      return;
    }
    this.picked.lane = row && row.lane !== null ? row.lane : -1;
    this.pick(this.markAt(x, row));
  }

  hover(event) {
    const row = this.rowAt(event.offsetY), text = row ? this.textAt(event.offsetX, row) : '';
    this.tip.hidden = !text;
    if (!text) return;
    this.tip.textContent = text;
    const sheet = this.sheet.getBoundingClientRect();
    const x = event.clientX - sheet.left, wide = Math.min(480, sheet.width - 40);
    this.tip.style.left = `${Math.max(4, Math.min(x + 14, sheet.width - Math.min(wide, this.tip.offsetWidth) - 8))}px`;
    this.tip.style.top = `${event.clientY - sheet.top + 18}px`;
  }

  textAt(x, row) {
    const t = this.from + x / this.view.scale, reach = 8 / this.view.scale;
    if (row.anomalies) {
      const near = this.model.data.anomalies.find(anomaly => anomaly.at.some(at => Math.abs(at - t) < reach));
      return near ? `${near.kind}: ${near.sentence}` : '';
    }
    if (row.lane === null) return '';
    const fault = this.model.data.faults.find(each => each.lane === row.lane && t >= each.from && t <= (each.to ?? this.model.span));
    if (fault) return fault.words;
    const mark = this.markAt(x, row), state = this.painter.stateAt(row.lane, t);
    if (mark >= 0) return `${formatTime(this.model.marks.at[mark], 6)}  ${this.model.who(mark)} ${this.model.words(mark)}${state ? `  (${state})` : ''}`;
    return state ? `${formatTime(t)}  ${row.title}: ${state}` : '';
  }

  keyboard() {
    const actions = {
      ArrowLeft: event => event.shiftKey ? this.step(-1) : this.pan(-0.15),
      ArrowRight: event => event.shiftKey ? this.step(1) : this.pan(0.15),
      ArrowUp: () => this.stepLane(-1),
      ArrowDown: () => this.stepLane(1),
      ',': () => this.step(-1),
      '.': () => this.step(1),
      '+': () => this.zoom(0.6),
      '=': () => this.zoom(0.6),
      '-': () => this.zoom(1 / 0.6),
      0: () => this.all(),
      Home: () => this.show(0, this.to - this.from),
      End: () => this.show(this.model.span - (this.to - this.from), this.model.span),
      n: () => this.stepAnomaly(1),
      p: () => this.stepAnomaly(-1),
      Enter: () => { if (this.picked.anomaly >= 0) document.getElementById(`a${this.picked.anomaly + 1}`)?.focus(); },
      Escape: () => { this.picked = { lane: -1, mark: -1, anomaly: -1, marks: [] }; this.draw(); },
    };
    this.canvas.onkeydown = event => {
      const action = actions[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action(event);
    };
  }

  stepAnomaly(direction) {
    const n = this.model.data.anomalies.length;
    if (n === 0) { this.say('There is no anomaly.'); return; }
    const now = this.picked.anomaly;
    this.pickAnomaly(now < 0 ? (direction > 0 ? 0 : n - 1) : (now + direction + n) % n);
  }

  stepLane(direction) {
    const lanes = this.rows.filter(row => row.lane !== null);
    const now = lanes.findIndex(row => row.lane === this.picked.lane);
    const next = lanes[Math.max(0, Math.min(lanes.length - 1, now < 0 ? 0 : now + direction))];
    if (!next) return;
    this.picked.lane = next.lane;
    this.picked.mark = -1;
    this.say(`${next.title}: ${this.model.byLane[next.lane].length} events`);
    this.draw();
  }

  step(direction) {
    if (this.picked.lane < 0) this.stepLane(1);
    const lane = this.picked.lane;
    if (lane < 0) return;
    const t = this.picked.mark >= 0 ? this.model.marks.at[this.picked.mark] : direction > 0 ? this.from - 1 : this.to + 1;
    const next = this.model.step(lane, t, direction);
    if (next >= 0) this.pick(next); else this.say('No further event in this lane.');
  }

  forPaper(on) {
    const before = document.documentElement.dataset.theme;
    if (on) { this.themeBefore = before; document.documentElement.dataset.theme = 'light'; }
    else if (this.themeBefore) document.documentElement.dataset.theme = this.themeBefore;
    else delete document.documentElement.dataset.theme;
    this.painter.learnColours();
    this.drawNow();
  }
}
