// Text with Telegram's entities, as elements. Offsets count UTF-16 units, as strings here do.

import { h } from './dom.js';

const TAGS = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};

function wrap(entity, inner, text, use) {
  const tag = TAGS[entity.type];
  if (tag) return h(tag, {}, inner);
  if (entity.type === 'spoiler') {
    const reveal = (event) => event.currentTarget.classList.add('open');
    return h('button', { type: 'button', class: 'spoiler', onclick: reveal, 'aria-label': 'Hidden text' }, inner);
  }
  if (entity.type === 'bot_command' && use) {
    return h('button', { type: 'button', class: 'link', onclick: () => use(text) }, inner);
  }
  if (entity.type === 'text_link' && /^https?:/.test(entity.url)) {
    return h('a', { href: entity.url, target: '_blank', rel: 'noopener noreferrer' }, inner);
  }
  if (entity.type === 'mention' || entity.type === 'text_mention' || entity.type === 'text_link') {
    return h('span', { class: 'mention' }, inner);
  }
  return inner;
}

function part(text, from, to, entities, use) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    nodes.push(text.slice(at, entity.offset));
    const inside = entities.slice(i + 1).filter((e) => e.offset >= entity.offset && e.offset + e.length <= end);
    nodes.push(wrap(entity, part(text, entity.offset, end, inside, use), text.slice(entity.offset, end), use));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes.flat().filter((node) => node !== '');
}

// What Telegram's apps find by themselves in the bot's texts, too.
function commands(text, entities) {
  const covered = (at) => entities.some((e) => ['code', 'pre'].includes(e.type) && at >= e.offset && at < e.offset + e.length);
  return [...text.matchAll(/(?<![\w/@])\/[a-z][a-z0-9_]{0,31}(?![\w/])/g)]
    .filter((found) => !covered(found.index))
    .map((found) => ({ type: 'bot_command', offset: found.index, length: found[0].length }));
}

// `use` is called with a command that is tapped.
export function words(message, use) {
  const given = message.entities ?? [];
  const found = given.some((e) => e.type === 'bot_command') ? [] : commands(message.text, given);
  const all = [...given, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(message.text, 0, message.text.length, all, use);
}
