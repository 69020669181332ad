// Where a person writes: the text, what it replies to, and the menu of commands.

import { h, sign } from './dom.js';
import { act, send } from './link.js';
import { excerpt } from './bubble.js';

const MICROPHONE = 'M10 2.5a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM4.8 9.5a5.2 5.2 0 0 0 10.4 0M10 14.8v2.7';
const PAPERCLIP = 'M16 9.2l-6.3 6.3a3.7 3.7 0 0 1-5.2-5.2l6.6-6.6a2.5 2.5 0 0 1 3.5 3.5l-6.4 6.4a1.2 1.2 0 0 1-1.7-1.7l5.8-5.8';

export class Composer {
  constructor(phone, name) {
    this.phone = phone;
    this.target = null;
    this.choices = [];
    this.chosen = -1;
    const id = `menu-${phone.person}`;
    this.menu = h('ul', { class: 'menu', role: 'listbox', id, 'aria-label': 'Commands', hidden: true });
    this.bar = h('div', { class: 'reply-bar', hidden: true });
    this.field = h('textarea', {
      rows: '1', maxlength: '4096', 'aria-label': `Message, as ${name}`, placeholder: 'Message', autocomplete: 'off',
      'aria-haspopup': 'listbox', 'aria-controls': id, 'aria-autocomplete': 'list',
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
    });
    this.files = h('input', { type: 'file', hidden: true, onchange: () => this.attach() });
    this.go = h('button', { type: 'submit', class: 'go', 'aria-label': 'Send' }, '➤');
    this.form = h('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      h('button', { type: 'button', class: 'slash', 'aria-label': 'Commands', title: 'Commands', onclick: () => this.slash() }, '/'),
      this.field,
      this.files,
      h('button', { type: 'button', class: 'mic', 'aria-label': 'Send a picture or a file', title: 'Send a picture or a file', onclick: () => this.files.click() }, sign(PAPERCLIP)),
      h('button', { type: 'button', class: 'mic', 'aria-label': 'Send a voice message', title: 'Send a voice message', onclick: () => this.voice() }, sign(MICROPHONE)),
      this.go);
    this.start = h('button', { type: 'button', class: 'start', hidden: true, onclick: () => act({ do: 'start', person: phone.person, payload: '' }).catch(phone.failed) }, 'Start');
    this.element = h('div', { class: 'foot' }, this.menu, this.bar, this.form, this.start);
  }

  // The chat has changed: its commands, and whether there is anything to write to.
  show(commands, unopened) {
    this.commands = commands;
    this.start.hidden = !unopened;
    this.form.hidden = unopened;
  }

  replyTo(message, placeholder) {
    this.aim({ kind: 'reply', message }, `Reply to ${message.name}`, placeholder);
  }

  edit(message) {
    this.aim({ kind: 'edit', message }, 'Edit message');
    this.field.value = message.text;
    this.grow();
  }

  aim(target, title, placeholder = 'Message', focus = true) {
    this.target = target;
    this.bar.hidden = false;
    this.bar.replaceChildren(
      h('span', { class: 'reply-what' }, h('b', {}, title), h('span', {}, excerpt(target.message))),
      h('button', { type: 'button', 'aria-label': 'Cancel', onclick: () => { this.dismiss(); this.field.focus(); } }, '✕'));
    this.field.placeholder = placeholder;
    if (focus) this.field.focus();
  }

  // Opens the reply bar as Telegram does when a message asks for it, without taking the focus from anyone.
  asked(message, placeholder) {
    this.aim({ kind: 'reply', message }, `Reply to ${message.name}`, placeholder ?? 'Message', false);
  }

  // Somebody does not want to reply: the same message does not ask again.
  dismiss() {
    if (this.target) this.phone.heeded(this.target.message);
    this.clear();
  }

  // What was aimed at may be gone.
  check(messages) {
    if (this.target && !messages.some(({ id }) => id === this.target.message.id)) this.clear();
  }

  clear() {
    this.target = null;
    this.bar.hidden = true;
    this.field.placeholder = 'Message';
  }

  typed() {
    this.grow();
    const text = this.field.value;
    const typed = /^\/([a-z0-9_]*)$/i.exec(text);
    this.choices = typed ? (this.commands ?? []).filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.choose(this.choices.length ? 0 : -1);
  }

  choose(index) {
    this.chosen = index;
    const open = this.choices.length > 0;
    this.menu.hidden = !open;
    this.menu.replaceChildren(...this.choices.map(({ command, description }, i) => h('li', {
      role: 'option', id: `${this.menu.id}-${i}`, 'aria-selected': String(i === index),
      onmousedown: (event) => event.preventDefault(),
      onclick: () => this.send(`/${command}`),
    }, h('b', {}, `/${command}`), h('span', {}, description))));
    const option = this.menu.children[index];
    if (option) {
      this.field.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      this.field.removeAttribute('aria-activedescendant');
    }
  }

  key(event) {
    const count = this.choices.length;
    if (count && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.choose((this.chosen + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (count && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      this.field.value = `/${this.choices[this.chosen].command} `;
      this.typed();
    } else if (event.key === 'Escape') {
      if (count) { this.choices = []; this.choose(-1); } else this.dismiss();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (count) this.send(`/${this.choices[this.chosen].command}`);
      else this.submit();
    }
  }

  slash() {
    if (!this.field.value) this.field.value = '/';
    this.field.focus();
    this.typed();
  }

  grow() {
    this.field.style.blockSize = 'auto';
    this.field.style.blockSize = `${Math.min(this.field.scrollHeight, 120)}px`;
  }

  async submit() {
    const text = this.field.value.trim();
    if (text) await this.send(text);
  }

  async send(text) {
    const { person } = this.phone;
    const { id: chat } = this.phone.chat;
    const target = this.target;
    this.field.value = '';
    this.dismiss();
    this.typed();
    try {
      if (target?.kind === 'edit') await act({ do: 'edit', person, chat, message: target.message.id, text });
      else await act({ do: 'say', person, chat, text, reply_to: target?.message.id, thread: this.phone.topic() });
    } catch (error) {
      this.field.value = text;
      if (target?.kind === 'reply') this.replyTo(target.message);
      this.phone.failed(error);
    }
  }

  async voice() {
    await act({ do: 'voice', ...this.spot() }).catch(this.phone.failed);
  }

  async attach() {
    const [file] = this.files.files;
    if (file) await send(file, this.spot()).catch(this.phone.failed);
    this.files.value = '';
  }

  // Whose it is, where it goes, and what it answers.
  spot() {
    const reply = this.target?.kind === 'reply' ? this.target.message.id : undefined;
    this.dismiss();
    return { person: this.phone.person, chat: this.phone.chat.id, reply_to: reply, thread: this.phone.topic() };
  }
}
