// The clock on top, and the ways to turn it.

import { h, write } from './dom.js';
import { act } from './link.js';
import { view } from './view.js';

export class ClockBar {
  constructor(element, redraw, failed) {
    this.time = h('span', { class: 'time', role: 'timer', 'aria-live': 'off' });
    this.day = h('span', { class: 'day' });
    this.redraw = redraw;
    this.zone = h('select', { 'aria-label': 'Time zone', title: 'Time zone', onchange: () => this.live(this.zone.value) }, view.zones.map((zone) => h('option', { value: zone }, zone.replaceAll('_', ' '))));
    const turn = (to, label, says) => h('button', { type: 'button', class: to === 'due' ? 'due' : null, 'aria-label': says, title: says, onclick: () => this.turn(to, failed) }, label);
    this.due = turn('due', '', 'To what falls due next');
    this.buttons = [
      turn('minute', '+1 min', 'One minute on'), turn('hour', '+1 h', 'One hour on'),
      turn('morning', [h('span', { class: 'wide' }, 'Next '), 'morning'], 'To eight o’clock next morning'),
      turn('month', '+1 month', 'One month on; all that falls due meanwhile happens in its order'), this.due,
    ];
    // Where there is little room, what falls due next is enough until one asks for more.
    this.more = h('button', { type: 'button', class: 'more-turns', 'aria-label': 'More ways to turn the clock', title: 'More ways to turn the clock', 'aria-expanded': 'false', onclick: () => {
      this.more.setAttribute('aria-expanded', String(this.turns.classList.toggle('open')));
    } }, '⋯');
    this.turns = h('div', { class: 'turns', role: 'group', 'aria-label': 'Turn the clock' }, this.more, this.buttons);
    element.append(h('div', { class: 'clock-face' }, this.time, h('span', { class: 'clock-under' }, this.day, this.zone)), this.turns);
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  // Shows times as they are in this zone.
  live(zone) {
    view.setZone(zone);
    if (![...this.zone.options].some(({ value }) => value === zone)) this.zone.append(h('option', { value: zone }, zone.replaceAll('_', ' ')));
    this.zone.value = zone;
    this.tick();
    this.redraw();
  }

  tick() {
    const now = view.now();
    write(this.time, view.seconds(now));
    write(this.day, view.day(now));
  }

  show(state) {
    view.tell(state.now);
    // The phones are where the couple says they are; whoever looks on may still look from elsewhere.
    if (state.zone && state.zone !== this.theirs) {
      this.theirs = state.zone;
      this.live(state.zone);
    }
    this.tick();
    this.due.disabled = !state.due;
    const what = state.due?.what ? `${state.due.what}, ` : '';
    const when = state.due ? `${what}${view.moment(state.due.at)}` : 'nothing yet';
    if (when === this.when) return;
    this.when = when;
    this.due.replaceChildren(h('span', {}, 'Next', h('span', { class: 'wide' }, ' thing due')), h('small', {}, when));
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
