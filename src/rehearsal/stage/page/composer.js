// Where a person writes: the text, what it replies to, and the menu of commands.

import { h } from './dom.js';
import { act } from './link.js';
import { excerpt } from './bubble.js';

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
      role: 'combobox', 'aria-expanded': 'false', 'aria-controls': id, 'aria-autocomplete': 'list',
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
    });
    this.go = h('button', { type: 'submit', class: 'go', 'aria-label': 'Send' }, '➤');
    this.form = h('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      h('button', { type: 'button', class: 'slash', 'aria-label': 'Commands', title: 'Commands', onclick: () => this.slash() }, '/'),
      this.field,
      h('button', { type: 'button', class: 'mic', 'aria-label': 'Send a voice message', title: 'Send a voice message', onclick: () => this.voice() }, h('span', { 'aria-hidden': 'true' }, '🎙')),
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
      h('button', { type: 'button', 'aria-label': 'Cancel', onclick: () => { this.clear(); this.field.focus(); } }, '✕'));
    this.field.placeholder = placeholder;
    if (focus) this.field.focus();
  }

  // Opens the reply bar as Telegram does when a message asks for it, without taking the focus from anyone.
  asked(message, placeholder) {
    this.aim({ kind: 'reply', message }, `Reply to ${message.name}`, placeholder ?? 'Message', false);
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
    this.field.setAttribute('aria-expanded', String(open));
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
      if (count) { this.choices = []; this.choose(-1); } else this.clear();
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
    this.clear();
    this.typed();
    try {
      if (target?.kind === 'edit') await act({ do: 'edit', person, chat, message: target.message.id, text });
      else await act({ do: 'say', person, chat, text, reply_to: target?.message.id, thread: this.phone.topic() });
    } catch (error) {
      this.field.value = text;
      this.phone.failed(error);
    }
  }

  async voice() {
    const reply = this.target?.kind === 'reply' ? this.target.message.id : undefined;
    this.clear();
    await act({ do: 'voice', person: this.phone.person, chat: this.phone.chat.id, reply_to: reply }).catch(this.phone.failed);
  }
}
