/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a build: find a test, leave out what held. */
theme.start();
const controls = document.getElementById('controls');
if (controls) {
  const search = document.getElementById('search'), only = document.getElementById('only'), shown = document.getElementById('shown');
  const tests = [...document.querySelectorAll('tr.test')];
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let left = 0;
    for (const test of tests) {
      const group = test.parentElement.rows[0].textContent;
      test.hidden = (only.checked && test.classList.contains('pass')) || !`${group} ${test.textContent}`.toLowerCase().includes(wanted);
      left += test.hidden ? 0 : 1;
    }
    document.querySelectorAll('tbody').forEach(body => { body.hidden = [...body.rows].slice(1).every(row => row.hidden); });
    shown.textContent = left === tests.length ? '' : `${left} of ${tests.length}`;
  };
  search.oninput = filter;
  only.onchange = filter;
  controls.hidden = false;
}
requestAnimationFrame(() => { document.documentElement.dataset.painted = String(Math.round(performance.now())); });
