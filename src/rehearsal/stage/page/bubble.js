// One message, as it stands in a chat.

import { h } from './dom.js';
import { words } from './words.js';

const HUES = ['var(--hue-a)', 'var(--hue-b)', 'var(--hue-c)'];

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB`;
}

function attachment(message, chat) {
  if (message.voice) {
    const bars = [5, 9, 14, 8, 12, 17, 10, 6, 13, 16, 9, 5, 11, 7, 4].map((n) => h('i', { 'data-h': n }));
    return h('div', { class: 'voice', role: 'img', 'aria-label': `Voice message, ${message.voice} seconds` },
      h('span', { class: 'play', 'aria-hidden': 'true' }), h('span', { class: 'wave', 'aria-hidden': 'true' }, bars),
      h('span', {}, `0:${String(message.voice).padStart(2, '0')}`));
  }
  if (message.round) {
    return h('div', { class: 'round', role: 'img', 'aria-label': `Round video, ${message.round} seconds` }, h('span', { class: 'play', 'aria-hidden': 'true' }));
  }
  if (message.sticker) return h('div', { class: 'sticker', role: 'img', 'aria-label': `Sticker ${message.sticker}` }, message.sticker);
  if (!message.file) return null;
  const href = `file/${chat}/${message.id}`;
  if (message.file.picture) return h('img', { class: 'picture', src: href, alt: message.text || 'A picture' });
  return h('a', { class: 'file', href, download: message.file.name },
    h('span', { class: 'file-sign', 'aria-hidden': 'true' }, '↓'),
    h('span', {}, h('b', {}, message.file.name), h('small', {}, size(message.file.size))));
}

function excerpt(message) {
  const kind = [[message.voice, 'Voice message'], [message.round, 'Round video'], [message.sticker, 'Sticker'], [message.file, message.file?.name]];
  const text = message.text || (kind.find(([there]) => there)?.[1] ?? 'Message');
  return text.length > 90 ? `${text.slice(0, 88).trimEnd()}…` : text;
}

// The colour of who said it.
function hue({ bot, from }, people) {
  return bot ? 'var(--accent)' : HUES[Math.max(0, people.indexOf(from)) % HUES.length];
}

function quote(message, context) {
  if (!message.reply_to) return null;
  const replied = context.messages.get(message.reply_to);
  if (!replied) return h('div', { class: 'quote' }, h('span', {}, 'Deleted message'));
  const element = h('button', { type: 'button', class: 'quote', onclick: () => context.jump(replied.id) },
    h('b', {}, replied.name), h('span', {}, excerpt(replied)));
  element.style.setProperty('--hue', hue(replied, context.people));
  return element;
}

function buttons(message, context) {
  if (!message.buttons) return null;
  const one = (button) => h('button', {
    type: 'button',
    class: button.url ? 'key url' : 'key',
    'data-style': button.style,
    'aria-disabled': button.disabled && 'true',
    onclick: (event) => context.press(message, button, event.currentTarget),
  }, h('span', { class: 'label', title: button.label }, button.label), button.url ? h('span', { class: 'away', 'aria-hidden': 'true' }, '↗') : null);
  return h('div', { class: 'keys', role: 'group', 'aria-label': 'Buttons' },
    message.buttons.map((row) => h('div', { class: 'keys-row' }, row.map(one))));
}

function replyTool(message, context) {
  return h('button', { type: 'button', 'aria-label': `Reply to “${excerpt(message)}”`, title: 'Reply', onclick: () => context.reply(message) }, '↩');
}

// What one can do with an own message stands below it, once it is asked for.
function ownTools(message, context) {
  const deed = (name, says, act) => h('button', { type: 'button', 'aria-label': `${says} “${excerpt(message)}”`, onclick: () => { open(false); act(message); } }, name);
  const written = !message.voice && !message.round && !message.sticker && !message.file;
  const deeds = h('div', { class: 'deeds', role: 'group', 'aria-label': 'With this message', hidden: true },
    deed('Reply', 'Reply to', context.reply), written && deed('Edit', 'Edit', context.edit), deed('Delete', 'Delete', context.remove));
  const more = h('button', {
    type: 'button', 'aria-label': `What to do with “${excerpt(message)}”`, title: 'Reply, edit, delete', 'aria-expanded': 'false',
    onclick: () => open(deeds.hidden),
  }, '⋯');
  const open = (wished) => {
    deeds.hidden = !wished;
    more.setAttribute('aria-expanded', String(wished));
    if (wished) deeds.firstChild.focus();
  };
  return [more, deeds];
}

// `context`: me, chat, people (ids in order), messages (by id), time(ms), press, jump, reply, edit, remove, use, first.
export function bubble(message, context) {
  if (message.service) {
    return h('div', { class: 'service', 'data-id': message.id }, h('span', {}, message.service));
  }
  const mine = message.from === context.me;
  const time = context.time(message.sent);
  const name = mine || !context.inGroup || !context.first ? null : h('b', { class: 'name' }, message.name);
  const body = h('div', { class: 'bubble' },
    name,
    message.alone && h('small', { class: 'forwarded' }, 'Only you see this'),
    message.forwarded && h('small', { class: 'forwarded' }, 'Forwarded message'),
    quote(message, context),
    attachment(message, context.chat),
    message.text && !(message.file?.picture && !message.text) ? h('div', { class: 'text' }, words(message, context.use)) : null,
    h('span', { class: 'meta' }, message.protected && h('span', { class: 'lock', role: 'img', 'aria-label': 'Cannot be forwarded, ' }, '⊘ '), message.edited ? 'edited ' : '', time));
  const [tools, deeds] = mine ? ownTools(message, context) : [replyTool(message, context), null];
  const element = h('div', {
    class: `message ${mine ? 'mine' : 'theirs'}${context.first ? ' first' : ''}${message.before ? ' before' : ''}${message.alone ? ' alone' : ''}`,
    'data-id': message.id,
  }, h('span', { class: 'unseen' }, `${mine ? 'You' : message.name}, ${time}: `),
    h('div', { class: 'line' }, body, h('span', { class: 'tools' }, tools)), deeds, buttons(message, context));
  element.style.setProperty('--hue', hue(message, context.people));
  for (const bar of element.querySelectorAll('.wave i')) bar.style.blockSize = `${bar.dataset.h}px`;
  return element;
}

export { excerpt };
