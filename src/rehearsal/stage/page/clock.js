// The clock on top, and the ways to turn it.

import { h, write } from './dom.js';
import { act } from './link.js';
import { view } from './view.js';

export class ClockBar {
  constructor(element, redraw, failed) {
    this.time = h('span', { class: 'time', role: 'timer', 'aria-live': 'off' });
    this.day = h('span', { class: 'day' });
    this.zone = h('select', { 'aria-label': 'Time zone', title: 'Time zone', onchange: () => {
      view.setZone(this.zone.value);
      this.tick();
      redraw();
    } }, view.zones.map((zone) => h('option', { value: zone }, zone.replaceAll('_', ' '))));
    const turn = (to, label, says) => h('button', { type: 'button', 'aria-label': says, title: says, onclick: () => this.turn(to, failed) }, label);
    this.due = turn('due', '', 'To what falls due next');
    this.buttons = [
      turn('minute', '+1 min', 'One minute on'), turn('hour', '+1 h', 'One hour on'),
      turn('morning', [h('span', { class: 'wide' }, 'Next '), 'morning'], 'To eight o’clock next morning'),
      turn('month', '+1 month', 'One month on; all that falls due meanwhile happens in its order'), this.due,
    ];
    element.append(h('div', { class: 'clock-face' }, this.time, h('span', { class: 'clock-under' }, this.day, this.zone)),
      h('div', { class: 'turns', role: 'group', 'aria-label': 'Turn the clock' }, this.buttons));
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  tick() {
    const now = view.now();
    write(this.time, view.seconds(now));
    write(this.day, view.day(now));
  }

  show(state) {
    view.tell(state.now);
    this.tick();
    this.due.disabled = !state.due;
    const what = state.due?.what ? `${state.due.what}, ` : '';
    const when = state.due ? `${what}${view.moment(state.due.at)}` : 'nothing yet';
    if (when === this.when) return;
    this.when = when;
    this.due.replaceChildren(h('span', {}, 'Next thing due'), h('small', {}, when));
    this.due.setAttribute('aria-label', state.due ? `To what falls due next: ${when}` : 'Nothing is due');
    this.due.title = this.due.getAttribute('aria-label');
  }

  async turn(to, failed) {
    const used = document.activeElement;
    for (const button of this.buttons) button.setAttribute('aria-disabled', 'true');
    try {
      await act({ do: 'turn', to, zone: view.zone });
    } catch (error) {
      failed(error);
    } finally {
      for (const button of this.buttons) button.removeAttribute('aria-disabled');
      used?.focus();
    }
  }
}
