// What a phone shows while it lies on the table: what rang, what came without a sound, and what changed unnoticed.

import { h, sign, write } from './dom.js';
import { ask } from './link.js';
import { view } from './view.js';

const BELL = 'M10 3a4.5 4.5 0 0 0-4.5 4.5c0 3.6-1.7 4.8-1.7 6h12.4c0-1.2-1.7-2.4-1.7-6A4.5 4.5 0 0 0 10 3zM8.4 16a1.7 1.7 0 0 0 3.2 0';
const BELLS = { rings: 'rings', silent: 'no sound', unnoticed: 'changed: no notification' };

export class LockScreen {
  constructor(phone, name, title) {
    this.phone = phone;
    this.title = title;
    this.time = h('p', { class: 'lock-time' });
    this.list = h('ul', { class: 'notices-list', tabindex: '0', 'aria-label': 'Newest first' });
    this.element = h('div', { class: 'lock-screen', role: 'region', 'aria-label': `${name}’s lock screen`, id: `lock-${phone.person}`, hidden: true },
      this.time, this.list);
    const says = `What ${name}’s lock screen shows`;
    this.toggle = h('button', {
      type: 'button', class: 'lock-toggle', 'aria-label': says, title: says, 'aria-expanded': 'false', 'aria-controls': this.element.id,
      onclick: () => this.show(this.element.hidden),
    }, sign(BELL));
  }

  show(open) {
    this.element.hidden = !open;
    this.toggle.setAttribute('aria-expanded', String(open));
    this.phone.element.classList.toggle('locked', open);
    if (open) this.refresh();
  }

  // Asked for only while it is looked at.
  async refresh() {
    if (this.element.hidden) return;
    try {
      const notices = await ask(`notices/${this.phone.person}`);
      write(this.time, view.time(view.now()));
      const print = JSON.stringify([notices, view.zone]);
      if (print === this.print) return;
      this.print = print;
      this.list.replaceChildren(...notices.map((notice) => this.notice(notice)));
      if (!notices.length) this.list.append(h('li', { class: 'notice' }, h('p', {}, 'Nothing has come yet.')));
    } catch (error) {
      this.phone.failed(error);
    }
  }

  // A notification has no lines; Telegram puts them one behind the other, and names who spoke in a group.
  notice({ private: alone, name, at, text, bell }) {
    const words = (text || 'Message').replace(/\s+/g, ' ');
    return h('li', { class: 'notice', 'data-bell': bell },
      h('b', {}, alone ? name : this.title), h('time', {}, view.moment(at)),
      h('p', {}, alone ? words : `${name}: ${words}`), h('small', {}, BELLS[bell]));
  }
}
