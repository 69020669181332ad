'use strict';
const form = document.getElementById('filters');
const straight = (text) => text.replaceAll('’', "'");
const entries = [...document.querySelectorAll('article')].map((node) => ({ node, words: straight(node.textContent) }));
const sections = [...document.querySelectorAll('section')].map((node) => ({ node, all: node.querySelectorAll('article').length }));
const parts = [...document.querySelectorAll('.contents li')];

// A word is found where it stands whole: "tea" is not in "team".
const whole = (word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu');

const counted = (shown, all) => (shown === all ? `${all}` : `${shown} of ${all}`);

function show() {
  const asked = Object.fromEntries(new FormData(form));
  const words = straight(asked.text).split(/\s+/).filter(Boolean).map(whole);
  let count = 0;
  for (const { node, words: text } of entries) {
    const sorted = ['kind', 'family', 'mode', 'depth', 'sensitivity', 'fits', 'meant'].every(
      (sort) => !asked[sort] || (node.dataset[sort] || '').split(' ').includes(asked[sort]),
    );
    node.hidden = !(sorted && words.every((word) => word.test(text)));
    count += node.hidden ? 0 : 1;
  }
  for (const { node, all } of sections) {
    const shown = node.querySelectorAll('article:not([hidden])').length;
    node.hidden = !shown;
    node.querySelector('h2 small').textContent = `(${counted(shown, all)})`;
  }
  // The contents tell of what is to be seen, and lead to the first of it.
  for (const part of parts) {
    const { kind, chapter } = part.dataset;
    const within = `#${kind ?? part.parentElement.closest('li').dataset.kind} article:not([hidden])`;
    const seen = [...document.querySelectorAll(within)].filter(({ dataset }) => kind || dataset.chapter === chapter);
    part.hidden = !seen.length;
    part.querySelector('small').textContent = kind || seen.length > 1 ? `(${seen.length})` : '';
    if (chapter && seen.length) part.querySelector('a').href = `#${seen[0].id}`;
  }
  document.getElementById('count').value = `${count} of ${entries.length}`;
}

form.addEventListener('input', show);
form.addEventListener('reset', () => setTimeout(show));
form.addEventListener('submit', (event) => event.preventDefault());
show();
