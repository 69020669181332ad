'use strict';
const form = document.getElementById('filters');
const entries = [...document.querySelectorAll('article')].map((node) => ({ node, words: node.textContent.toLowerCase() }));
const sections = [...document.querySelectorAll('section')];

function show() {
  const asked = Object.fromEntries(new FormData(form));
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { node, words: text } of entries) {
    const sorted = ['kind', 'family', 'mode', 'depth', 'sensitivity', 'fits'].every(
      (sort) => !asked[sort] || (node.dataset[sort] || '').split(' ').includes(asked[sort]),
    );
    node.hidden = !(sorted && words.every((word) => text.includes(word)));
    count += node.hidden ? 0 : 1;
  }
  for (const section of sections) section.hidden = !section.querySelector('article:not([hidden])');
  document.getElementById('count').value = `${count} of ${entries.length}`;
}

form.addEventListener('input', show);
form.addEventListener('reset', () => setTimeout(show));
form.addEventListener('submit', (event) => event.preventDefault());
show();
