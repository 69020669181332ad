// One chat on one phone: its messages, kept as they are while only some of them change.

import { h, write } from './dom.js';
import { bubble } from './bubble.js';
import { rove, unstop } from './roving.js';
import { view } from './view.js';

export class Chat {
  constructor(phone, id, label) {
    this.phone = phone;
    this.id = id;
    this.shown = new Map();
    this.list = h('div', { class: 'log', role: 'log', 'aria-label': label, 'aria-live': 'off', tabindex: '0', 'aria-describedby': 'arrows', onkeydown: (event) => rove(this.list, event) });
    this.below = h('button', { type: 'button', class: 'below', hidden: true, onclick: () => { this.toEnd(); this.list.focus({ preventScroll: true }); } });
    this.missed = 0;
    // Who reads the newest goes on seeing it when there is less room, or when a picture has come in.
    this.atEnd = true;
    // A new size moves the list, too; that is nobody's wish to read elsewhere.
    this.size = null;
    const size = () => `${this.list.clientWidth} ${this.list.clientHeight}`;
    this.list.addEventListener('scroll', () => { 
      if (size() !== this.size) return;
      this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
      if (this.atEnd) this.miss(0);
    });
    new ResizeObserver(() => { this.size = size(); if (this.atEnd) this.toEnd(); }).observe(this.list);
    this.list.addEventListener('load', () => this.atEnd && this.toEnd(), true);
    this.newest = 0;
    this.unread = 0;
  }

  // Brings the list up to date; returns the messages that are new.
  show(messages, state) {
    const byId = new Map(messages.map((message) => [message.id, message]));
    const fresh = messages.filter((message) => message.id > this.newest);
    const context = this.context(byId, state);
    let before = null;
    let day = null;
    let place = this.list.firstElementChild;
    const wanted = new Map();
    for (const message of messages) {
      const today = view.day(message.sent);
      if (today !== day) {
        place = this.put(wanted, `day ${today}`, today, place, () => h('div', { class: 'service day' }, h('span', {}, today)));
        before = null;
      }
      day = today;
      const first = !before || before.service || before.from !== message.from;
      const replied = message.reply_to ? byId.get(message.reply_to)?.text : '';
      const print = JSON.stringify([message, first, replied, view.zone, state.people.length]);
      place = this.put(wanted, message.id, print, place, () => bubble(message, { ...context, first }));
      before = message;
    }
    for (const [key, { element }] of this.shown) if (!wanted.has(key)) element.remove();
    this.shown = wanted;
    this.newest = Math.max(0, ...messages.map(({ id }) => id));
    if (this.atEnd || fresh.some((message) => message.from === this.phone.person)) this.toEnd();
    else this.miss(this.missed + fresh.filter(({ service }) => !service).length);
    return fresh;
  }

  // Has the element of this key at `place`, made anew if its print differs; returns the place after it.
  put(wanted, key, print, place, make) {
    const old = this.shown.get(key);
    let element = old?.element;
    if (!old || old.print !== print) {
      element = make();
      unstop(element);
      if (old) {
        element.classList.add('changed');
        const focused = [...old.element.querySelectorAll('button')].indexOf(document.activeElement);
        if (old.element === place) place = old.element.nextElementSibling;
        old.element.replaceWith(element);
        // Whoever was on a button stays at this message.
        if (focused >= 0) (element.querySelectorAll('button')[focused] ?? this.list).focus({ preventScroll: true });
      } else {
        this.list.insertBefore(element, place);
      }
    } else if (element === place) {
      place = place.nextElementSibling;
    } else {
      this.list.insertBefore(element, place);
    }
    wanted.set(key, { element, print });
    return element.nextElementSibling;
  }

  context(messages, state) {
    const phone = this.phone;
    return {
      me: phone.person,
      chat: this.id,
      inGroup: this.id < 0,
      people: state.people.map((person) => person.id),
      messages,
      time: view.time,
      press: (message, button, key) => phone.press(this, message, button, key),
      reply: (message) => phone.composer.replyTo(message),
      edit: (message) => phone.composer.edit(message),
      remove: (message) => phone.remove(this, message),
      use: (command) => phone.composer.send(command),
      jump: (id) => this.jump(id),
    };
  }

  jump(id) {
    const element = this.list.querySelector(`[data-id="${id}"]`);
    if (!element) return;
    element.scrollIntoView({ block: 'center', behavior: view.calm() ? 'auto' : 'smooth' });
    element.classList.remove('called');
    void element.offsetWidth;
    element.classList.add('called');
  }

  // So much is new below what is in view.
  miss(count) {
    this.missed = count;
    this.below.hidden = !count;
    if (count) write(this.below, `↓ ${count} new below`);
  }

  toEnd() {
    this.atEnd = true;
    this.miss(0);
    this.list.scrollTop = this.list.scrollHeight;
  }
}
