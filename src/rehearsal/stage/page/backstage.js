// Behind the scenes: evenings to watch, troubles to make, and what Telegram and the disk have seen.

import { h, write } from './dom.js';
import { act, ask } from './link.js';
import { described } from './stored.js';
import { view } from './view.js';
import { words as rendered } from './words.js';

const MOST_CALLS = 300;

function panel(title, ...content) {
  return h('details', { class: 'panel' }, h('summary', {}, title), h('div', { class: 'panel-body' }, content));
}

export class Backstage {
  constructor(element, toggle, failed) {
    this.element = element;
    this.failed = failed;
    this.lastCall = 0;
    const button = (label, deed, title) => h('button', { type: 'button', class: 'plain', title, onclick: () => this.do(typeof deed === 'function' ? deed() : deed) }, label);
    this.plays = h('div', { class: 'choices' });
    this.down = button('', () => ({ do: 'down', on: !this.state.down }));
    this.life = button('', () => ({ do: this.runs() ? 'kill' : 'wake' }));
    this.cara = button('', () => this.caraMoves());
    this.upgrade = button('Make it a supergroup', { do: 'upgrade' }, 'Its id and all message numbers change');
    this.blocks = h('div', { class: 'choices' });
    this.calls = h('ol', { class: 'calls', tabindex: '0', 'aria-label': 'Calls, oldest first' });
    this.curl = h('code', {});
    this.log = h('pre', { class: 'lines', tabindex: '0', 'aria-label': 'The bot’s log' });
    this.store = h('div', { class: 'store' });
    this.words = h('div', { class: 'words' });
    this.panels = {
      words: panel('The words', h('div', { class: 'choices' },
        h('a', { class: 'plain', href: 'prompts', target: '_blank', rel: 'noopener' }, 'All words on one page',
          h('span', { 'aria-hidden': 'true' }, '↗'), h('span', { class: 'unseen' }, ', in a new tab'))), this.words),
      plays: panel('Watch an evening', this.plays),
      people: panel('People', h('div', { class: 'choices' }, this.cara, this.upgrade), this.blocks),
      trouble: panel('Trouble',
        h('p', {}, 'What the bot should live through without losing or doubling anything.'),
        h('div', { class: 'choices' }, this.life, this.down,
          button('429 for 5 s', { do: 'too_many', seconds: 5 }, 'The next message is refused: too many requests'),
          button('Lose the next answer', { do: 'lose_answer' }, 'The next message arrives, but the bot is not told'))),
      calls: panel('What Telegram saw', this.calls, h('p', {}, 'You can speak as the bot yourself: ', this.curl)),
      store: panel('What is stored', this.store),
      log: panel('The bot’s log', this.log),
    };
    this.toggle = toggle;
    for (const name of ['calls', 'store', 'log']) {
      this.panels[name].addEventListener('toggle', () => this.refresh());
    }
    element.append(h('div', { class: 'backstage-head' }, h('h2', {}, 'Behind the scenes'),
      h('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => { this.open(false, toggle); toggle.focus(); } }, '✕')),
    ...Object.values(this.panels));
    toggle.addEventListener('click', () => this.open(element.hidden, toggle));
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { this.open(false, toggle); toggle.focus(); }
    });
  }

  open(open, toggle) {
    this.element.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    if (open) this.refresh();
  }

  async do(deed) {
    try {
      await act(deed);
    } catch (error) {
      this.failed(error);
    }
  }

  runs() {
    return this.state.bot.state === 'in_service' || this.state.bot.state === 'starting';
  }

  caraMoves() {
    const cara = this.state.people[2];
    return cara?.inside ? { do: 'leave', person: cara.id } : { do: 'invite' };
  }

  show(state) {
    const first = !this.state;
    this.state = state;
    if (first) {
      // A writer came for the words, everybody else to watch.
      this.panels[state.words ? 'words' : 'plays'].open = true;
      if (state.words && innerWidth > 760) this.open(true, this.toggle);
      this.plays.append(...state.plays.map(({ name, title }) => h('button', { type: 'button', class: 'plain', onclick: () => this.do({ do: 'play', name }) }, title)));
    }
    write(this.down, state.down ? 'Bring Telegram back' : 'Take Telegram down');
    write(this.life, this.runs() ? 'Kill the bot' : 'Start the bot again');
    write(this.cara, state.people[2]?.inside ? 'Cara leaves' : 'Invite Cara, a third person');
    write(this.curl, `curl ${state.api}sendMessage -d chat_id=${state.group.id} -d text=Hello`);
    this.upgrade.disabled = state.group.super;
    this.showBlocks(state);
    this.showWords(state.words);
    this.refresh();
  }

  showBlocks(state) {
    const labels = state.people.map(({ name, blocked }) => `${name} ${blocked ? 'unblocks' : 'blocks'} the bot`);
    if (this.blocks.textContent === labels.join('')) return;
    this.blocks.replaceChildren(...state.people.map((person, i) => h('button', {
      type: 'button', class: 'plain', onclick: () => this.do({ do: 'block', person: person.id, on: !person.blocked }),
    }, labels[i])));
  }

  showWords(words) {
    if (!words) return;
    const print = JSON.stringify(words);
    if (print === this.wordsPrint) return;
    this.wordsPrint = print;
    const wrong = words.findings.map(({ file, line, what, mend, error }) => h('li', { class: error ? 'error' : 'warning' },
      h('code', {}, line ? `${file}:${line}` : file), h('p', {}, what), h('p', { class: 'mend' }, mend)));
    this.words.replaceChildren(
      h('p', {}, `${words.cards} cards, ${words.dates} dates and ${words.lines} lines. `, this.whereFrom(words)),
      h('ul', { class: 'findings', 'aria-live': 'polite' }, wrong),
      h('div', { class: 'saved', 'aria-live': 'polite' }, words.saved.map((card) => h('figure', {},
        h('figcaption', {}, 'Saved: ', h('code', {}, card.id)), h('div', { class: 'bubble' }, h('div', { class: 'text' }, rendered(card)))))));
    if (!words.usable || words.saved.length) this.panels.words.open = true;
  }

  whereFrom({ folders, usable }) {
    if (!usable) return 'They cannot be used until this is mended; the bot goes on with the words it had.';
    if (!folders.length) return 'They are the built-in ones, but for what the configuration leaves out.';
    return ['What you save in ', folders.flatMap((folder, i) => [i ? ' and ' : '', h('code', {}, folder)]), ' is in use at once.'].flat();
  }

  // Only what is being looked at is asked for, once at a time.
  async refresh() {
    if (this.element.hidden || this.busy) { this.again = true; return; }
    this.busy = true;
    this.again = false;
    try {
      if (this.panels.calls.open) await this.showCalls();
      if (this.panels.store.open) await this.showStore();
      if (this.panels.log.open) this.showLog(await ask('log'));
    } catch (error) {
      this.failed(error);
    } finally {
      // The disk is looked at now and then, not at every change.
      setTimeout(() => { this.busy = false; if (this.again) this.refresh(); }, 600);
    }
  }

  async showCalls() {
    const calls = await ask(`calls?after=${this.lastCall}`);
    if (!calls.length) return;
    this.lastCall = calls.at(-1).number;
    const atEnd = this.calls.scrollHeight - this.calls.scrollTop - this.calls.clientHeight < 40;
    for (const { at, method, params, outcome, fine } of calls) {
      this.calls.append(h('li', {}, h('details', {}, h('summary', {},
        h('time', {}, view.seconds(at)), ' ', h('b', {}, method), h('span', { class: fine ? 'fine' : 'not-fine' }, outcome)),
      h('pre', { class: 'lines' }, JSON.stringify(params, null, 1)))));
    }
    while (this.calls.children.length > MOST_CALLS) this.calls.firstChild.remove();
    if (atEnd) this.calls.scrollTop = this.calls.scrollHeight;
  }

  async showStore() {
    const stored = await ask('stored');
    const print = JSON.stringify(stored);
    if (print === this.storePrint) return;
    this.storePrint = print;
    if (stored.error) {
      this.store.replaceChildren(h('p', {}, stored.error));
      return;
    }
    const { said, found, rows, bytes } = stored;
    const verdict = said === 0 ? 'Nobody has said anything yet but commands. Write something on a phone, and look here again.'
      : found.length === 0 ? `Of the ${said === 1 ? 'one thing' : `${said} things`} that people said here, none is in the store: neither in its records nor anywhere in the ${Math.ceil(bytes / 1024)} KB of its files.`
        : `Found in the store: ${found.map((text) => `“${text}”`).join(', ')}`;
    const open = new Set([...this.store.querySelectorAll('details[open]')].map((row) => row.dataset.key));
    this.store.replaceChildren(h('p', { class: found.length ? 'not-fine' : 'fine' }, verdict),
      ...rows.map(({ tree, key, value }) => h('details', { 'data-key': `${tree} ${key}`, open: open.has(`${tree} ${key}`) },
        h('summary', {}, h('b', {}, tree), ' ', described(tree, key, this.state)),
        h('pre', { class: 'lines', tabindex: '0' }, value === null ? key : JSON.stringify(value, null, 1)))));
  }

  // What was seen belongs to a chat that is not on the page any more.
  forget() {
    this.lastCall = 0;
    this.calls.replaceChildren();
    this.storePrint = null;
  }

  showLog(lines) {
    const text = lines.join('\n');
    if (this.log.textContent === text) return;
    this.log.textContent = text;
    this.log.scrollTop = this.log.scrollHeight;
  }
}
