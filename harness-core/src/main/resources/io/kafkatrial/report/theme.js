/* SPDX-License-Identifier: Apache-2.0 */
/* Light or dark: as the system has it, until the reader chooses. */
const theme = {
  button: document.getElementById('theme'),
  listeners: [],
  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  },
  set(name) {
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem('kafka-trial-theme', name); } catch { /* a page from a disk may have no storage */ }
    theme.changed();
  },
  toggle() { theme.set(theme.isDark() ? 'light' : 'dark'); },
  changed() {
    theme.button.textContent = theme.isDark() ? 'Light' : 'Dark';
    theme.button.setAttribute('aria-label', theme.isDark() ? 'Use light colours' : 'Use dark colours');
    theme.listeners.forEach(listener => listener());
  },
  start() {
    try {
      const chosen = localStorage.getItem('kafka-trial-theme');
      if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
    } catch { /* as above */ }
    theme.button.hidden = false;
    theme.button.onclick = theme.toggle;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', theme.changed);
    theme.changed();
  },
};
