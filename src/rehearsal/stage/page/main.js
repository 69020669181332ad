// The page: phones side by side or one at a time, the clock above them, and the workings behind.

import { h, write } from './dom.js';
import { act, follow } from './link.js';
import { ClockBar } from './clock.js';
import { Phone } from './phone.js';

const at = (id) => document.getElementById(id);
const phones = new Map();
let shown = null;

const failed = (error) => say(error.message);
const clock = new ClockBar(at('clock'), () => phones.forEach((phone) => phone.redraw()), failed);

function say(text) {
  at('news').hidden = !text;
  write(at('news'), text ?? '');
}

const LIVES = {
  in_service: ['The bot is in service', 'good'],
  starting: ['The bot is starting', 'middling'],
  killed: ['The bot is down', 'bad'],
  ended: ['The bot has ended', 'bad'],
};

function showBot({ bot, down }) {
  const [words, mood] = LIVES[bot.state];
  at('bot').dataset.mood = down ? 'bad' : mood;
  write(at('bot'), down ? 'Telegram is down' : words);
  at('bot').title = bot.why ?? '';
  if (bot.state === 'ended') say(`The bot has ended: ${bot.why}`);
}

function select(person) {
  shown = person;
  for (const [id, phone] of phones) phone.element.classList.toggle('shown', id === person);
  for (const tab of at('who').children) tab.setAttribute('aria-pressed', String(Number(tab.dataset.person) === person));
  phones.get(person)?.chat.toEnd();
}

function showPhones(state) {
  for (const person of state.people) {
    if (phones.has(person.id)) continue;
    const phone = new Phone(person, state);
    phones.set(person.id, phone);
    at('phones').append(phone.element);
    at('who').append(h('button', { type: 'button', 'data-person': person.id, onclick: () => select(person.id) }, person.name));
  }
  if (shown === null) select(state.people[0].id);
  phones.forEach((phone) => phone.show(state));
  arrange();
}

// Side by side as long as each has room.
function arrange() {
  const room = at('phones').clientWidth / Math.max(phones.size, 1);
  document.body.classList.toggle('one-by-one', room < 300);
}
new ResizeObserver(arrange).observe(at('phones'));

function show(state) {
  clock.show(state);
  showBot(state);
  showPhones(state);
  document.body.dataset.ready = state.bot.state;
}

follow(show, (lost) => say(lost ? 'The rehearsal has ended. Start it again with: nearer rehearse' : null)).catch(failed);
