// Elements, briefly written: h('p', {class: 'x', onclick}, 'text', child).

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Puts `text` into `element` unless it stands there already: screen readers speak of every change.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
