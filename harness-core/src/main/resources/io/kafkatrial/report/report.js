/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the page together: the filter, what is picked, what is in view, the findings. */

const MOST_LISTED = 100;

class ReportPage {
  constructor(model) {
    this.model = model;
    this.hidden = new Set();
    const stage = document.getElementById('stage');
    this.controls(stage);
    this.timeline = new Timeline(stage, model);
    this.timeline.onChange = () => this.changed();
    this.picked = stage.appendChild(element('div', { className: 'picked-event' }));
    this.inView = stage.appendChild(this.listOfView());
    stage.append(this.keys());
    stage.hidden = false;
    this.timeline.layout();
    this.findings();
    addEventListener('hashchange', () => this.followHash());
    this.followHash();
  }

  controls(stage) {
    const { data } = this.model, names = groups => data.lanes.filter(lane => groups.includes(data.groups[lane.group])).map(lane => lane.name);
    const sorted = list => [...new Set(list)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    this.partition = this.select('Partition', sorted(data.partitions));
    this.client = this.select('Client', sorted(names(['Producers', 'Consumers', 'Transactions', 'Effects'])));
    this.text = element('input', { type: 'search', placeholder: 'key, p1#7 or orders-0@7', id: 'search', maxLength: 200 });
    this.text.oninput = () => this.filter();
    const button = (text, title, onclick) => element('button', { type: 'button', textContent: text, title, ariaLabel: title, onclick });
    stage.append(element('div', { className: 'controls' },
      this.partition.label, this.client.label,
      element('label', {}, 'Find', this.text),
      element('span', { className: 'gap' }),
      ...(data.anomalies.length ? [button('‹', 'Previous anomaly', () => this.timeline.stepAnomaly(-1)), button('Next anomaly ›', 'Next anomaly', () => this.timeline.stepAnomaly(1))] : []),
      button('−', 'Zoom out', () => this.timeline.zoom(1 / 0.6)),
      button('+', 'Zoom in', () => this.timeline.zoom(0.6)),
      button('All', 'Show the whole run', () => this.timeline.all())));
    stage.append(this.chips());
  }

  select(name, values) {
    const select = element('select', { id: `filter-${name.toLowerCase()}` }, new Option('all', ''), ...values.map(value => new Option(value, value)));
    select.onchange = () => this.filter();
    return { select, label: element('label', { hidden: values.length < 2 }, name, select), get value() { return select.value; }, set value(v) { select.value = v; } };
  }

  chips() {
    const chips = element('div', { className: 'chips' });
    chips.setAttribute('role', 'group');
    chips.setAttribute('aria-label', 'Kinds of events to show');
    this.model.data.kinds.forEach((kind, k) => {
      if (kind.ribbon || kind.tone === 'changed' || this.model.countOfKind[k] === 0 || this.model.isFaultKind(k)) return;
      const dot = element('i');
      dot.style.background = `var(--${kind.tone})`;
      const chip = element('button', { type: 'button' }, dot, kind.label, element('span', { className: 'n', textContent: this.model.countOfKind[k].toLocaleString('en') }));
      chip.setAttribute('aria-pressed', 'true');
      chip.onclick = () => {
        if (this.hidden.has(k)) this.hidden.delete(k); else this.hidden.add(k);
        chip.setAttribute('aria-pressed', String(!this.hidden.has(k)));
        this.filter();
      };
      chips.append(chip);
    });
    return chips;
  }

  filter() {
    this.model.filter({ partition: this.partition.value, client: this.client.value, text: this.text.value, hidden: this.hidden });
    this.timeline.layout();
  }

  listOfView() {
    this.body = element('tbody');
    const head = element('tr', {}, ...['Time', 'Who', 'What'].map(text => element('th', { scope: 'col', textContent: text })));
    this.summary = element('summary', { textContent: 'Events in view' });
    const details = element('details', { id: 'in-view' }, this.summary, element('div', { className: 'wide' }, element('table', {}, element('thead', {}, head), this.body)));
    details.ontoggle = () => this.changed();
    return details;
  }

  /** The view or the choice changed: tell what is picked at once, list what is in view a little later. */
  changed() {
    if (!this.inView) return;
    const { mark, anomaly } = this.timeline.picked;
    if (this.told !== `${mark} ${anomaly}`) {
      this.told = `${mark} ${anomaly}`;
      this.tellPicked(mark);
      document.querySelectorAll('.finding').forEach((each, i) => each.classList.toggle('picked', i === anomaly));
    }
    clearTimeout(this.later);
    if (this.inView.open) this.later = setTimeout(() => this.listView(), 120);
  }

  tellPicked(mark) {
    const { model } = this;
    if (mark < 0) { this.picked.replaceChildren(element('span', { className: 'soft', textContent: 'Choose an event to see what it is, and to follow its record, key or partition.' })); return; }
    const follow = (text, act) => element('button', { type: 'button', textContent: text, onclick: () => { act(); this.filter(); } });
    const record = model.record(mark), partition = model.partition(mark), key = model.key(mark);
    this.picked.replaceChildren(
      element('time', { textContent: formatTime(model.marks.at[mark], 6) }),
      element('span', {}, element('b', { textContent: model.who(mark) }), ` ${model.words(mark)}`),
      ...(record ? [follow(`Only ${record}`, () => { this.text.value = record; })] : []),
      ...(key ? [follow('Only this key', () => { this.text.value = key; })] : []),
      ...(partition && !this.partition.label.hidden ? [follow(`Only ${partition}`, () => { this.partition.value = partition; })] : []),
      ...(this.text.value || this.partition.value || this.client.value ? [follow('Everything', () => { this.text.value = this.partition.value = this.client.value = ''; })] : []));
  }

  listView() {
    const { model } = this, found = model.between(this.timeline.from, this.timeline.to, MOST_LISTED);
    this.summary.textContent = found.length > MOST_LISTED ? `Events in view: the first ${MOST_LISTED}; zoom in for others` : `Events in view: ${found.length}`;
    this.body.replaceChildren(...found.slice(0, MOST_LISTED).map(i => element('tr', {},
      element('td', {}, element('button', { type: 'button', textContent: formatTime(model.marks.at[i], 6), onclick: () => this.timeline.pick(i) })),
      element('td', { textContent: model.who(i) }), element('td', { textContent: model.words(i) }))));
  }

  findings() {
    document.querySelectorAll('.finding .show').forEach(button => {
      button.hidden = false;
      button.onclick = () => this.reveal(Number(button.dataset.anomaly));
    });
    document.querySelectorAll('.finding tr[data-at]').forEach(row => {
      const cell = row.cells[0], at = Number(row.dataset.at);
      const go = element('button', { type: 'button', textContent: cell.textContent });
      go.onclick = () => { const half = this.model.span / 200; this.timeline.show(at - half, at + half); this.scrollToTimeline(); };
      cell.replaceChildren(go);
    });
  }

  reveal(index) {
    this.timeline.pickAnomaly(index);
    this.scrollToTimeline();
  }

  scrollToTimeline() {
    document.getElementById('timeline').scrollIntoView();
    this.timeline.canvas.focus({ preventScroll: true });
  }

  followHash() {
    const found = /^#a(\d+)$/.exec(location.hash);
    if (found) this.timeline.pickAnomaly(Number(found[1]) - 1);
  }

  keys() {
    const help = element('p', { id: 'keys' });
    const pairs = [['←', '→', 'move'], ['+', '−', 'zoom'], ['0', 'everything'], ['↑', '↓', 'lane'], [',', '.', 'previous and next event of the lane'],
      ['n', 'p', 'next and previous anomaly'], ['Enter', 'its finding'], ['Esc', 'nothing picked']];
    for (const pair of pairs) help.append(...pair.slice(0, -1).map(text => element('kbd', { textContent: text })), ` ${pair.at(-1)}   `);
    help.append('Drag to move, Ctrl and wheel to zoom, drag in the strip above to choose a stretch.');
    return element('details', { className: 'keys' }, element('summary', { textContent: 'Keys' }), help);
  }
}

theme.start();
document.getElementById('print').hidden = false;
document.getElementById('print').onclick = () => print();
const copyButton = document.getElementById('copy');
copyButton.hidden = false;
copyButton.onclick = async () => {
  try { await navigator.clipboard.writeText(document.getElementById('replay').textContent); copyButton.textContent = 'Copied'; }
  catch { getSelection().selectAllChildren(document.getElementById('replay')); copyButton.textContent = 'Selected'; }
};
const pageData = JSON.parse(document.getElementById('data').textContent);
const reportPage = pageData.events > 0 ? new ReportPage(new Model(pageData)) : null;
requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.painted = String(Math.round(performance.now())); }));
