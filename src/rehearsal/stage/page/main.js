// The page: phones side by side or one at a time, the clock above them, and the workings behind.

import { h, write } from './dom.js';
import { act, follow } from './link.js';
import { Backstage } from './backstage.js';
import { ClockBar } from './clock.js';
import { Phone } from './phone.js';

const at = (id) => document.getElementById(id);
const phones = new Map();
let shown = null;
let world = 0;

const failed = (error) => say(error.message);
const clock = new ClockBar(at('clock'), () => phones.forEach((phone) => phone.redraw()), failed);

const backstage = new Backstage(at('backstage'), at('backstage-toggle'), failed);

function say(text) {
  at('news').hidden = !text;
  write(at('news'), text ?? '');
}

const LIVES = {
  in_service: ['Bot in service', 'good'],
  starting: ['Bot starting', 'middling'],
  killed: ['Bot down', 'bad'],
  ended: ['Bot has ended', 'bad'],
};

function showBot({ bot, down }) {
  const [words, mood] = LIVES[bot.state];
  at('bot').dataset.mood = down ? 'bad' : mood;
  write(at('bot'), down ? 'Telegram down' : words);
  at('bot').title = bot.why ?? '';
  if (bot.state === 'ended') say(`The bot has ended: ${bot.why}`);
}

function select(person) {
  shown = person;
  for (const [id, phone] of phones) phone.element.classList.toggle('shown', id === person);
  for (const tab of at('who').children) {
    const chosen = Number(tab.dataset.person) === person;
    tab.setAttribute('aria-pressed', String(chosen));
    if (chosen) tab.lastChild.hidden = true;
  }
  phones.get(person)?.chat.toEnd();
}

function showPhones(state) {
  for (const person of state.people) {
    if (phones.has(person.id)) continue;
    const phone = new Phone(person, state);
    phones.set(person.id, phone);
    at('phones').append(phone.element);
    const news = h('span', { class: 'dot', hidden: true }, h('span', { class: 'unseen' }, ', something new'));
    phone.onNews = () => { news.hidden = shown === person.id; };
    at('who').append(h('button', { type: 'button', 'data-person': person.id, onclick: () => select(person.id) }, person.name, news));
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

// Words that cannot be used are the writer's first concern.
function showWrong(words) {
  const errors = words?.findings.filter(({ error }) => error) ?? [];
  at('wrong').hidden = !errors.length;
  if (!errors.length) return;
  const [{ file, line, what }] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, under “The words”)` : '';
  write(at('wrong'), `${line ? `${file}:${line}` : file}: ${what}${more}`);
}

let cueSeen = null;

// An evening that plays itself: what is going on, and what only one of the phones shows.
function showPlay({ playing, world: { own } }) {
  at('play').hidden = !playing && own;
  at('play-stop').hidden = !playing;
  at('play-back').hidden = Boolean(playing) || own;
  if (!playing && !own) {
    write(at('play-title'), 'A fresh chat');
    write(at('play-told'), 'The play had a chat of its own, which is yours now. The one from before waits as you left it.');
  }
  if (!playing) return;
  write(at('play-title'), playing.title);
  write(at('play-told'), playing.told);
  const { number, person, shown: answer, turns_to: chat } = playing.cue;
  if (number === cueSeen || number === 0) return;
  cueSeen = number;
  const phone = phones.get(person);
  select(person);
  phone.open(chat === 'private' ? phone.corner : phone.group);
  if (answer) phone.toast(answer.text);
}
at('play-stop').addEventListener('click', () => act({ do: 'stop' }).catch(failed));
at('play-back').addEventListener('click', () => act({ do: 'back' }).catch(failed));

// What one is to do first, as long as the first message waits for both.
function showHint({ chats, group, join, playing }) {
  const first = chats[group.id].flatMap(({ buttons }) => buttons?.flat() ?? []).find(({ data }) => data === join);
  at('hint').hidden = !first || Boolean(playing);
  if (first) write(at('hint'), `You are both of them: tap “${first.label}” on each phone.`);
}

// Another chat is on the page than before: all phones are taken away, and come anew.
function change(number) {
  world = number;
  shown = null;
  cueSeen = null;
  phones.clear();
  at('phones').replaceChildren();
  at('who').replaceChildren();
  backstage.forget();
}

function show(state) {
  if (state.world.number !== world) change(state.world.number);
  clock.show(state);
  showBot(state);
  showPhones(state);
  showPlay(state);
  showHint(state);
  showWrong(state.words);
  backstage.show(state);
  document.body.dataset.ready = state.bot.state;
}

follow(show, (lost) => say(lost ? 'The rehearsal has ended. Start it again with: nearer rehearse' : null)).catch(failed);
