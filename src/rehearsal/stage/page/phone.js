// A phone: one person's two chats, the group and the private one with the bot.

import { h, write } from './dom.js';
import { excerpt } from './bubble.js';
import { act } from './link.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { LockScreen } from './lock.js';

const TOAST_TIME = 4500;

export class Phone {
  constructor(person, state) {
    this.person = person.id;
    // Something came in on this phone.
    this.onNews = () => {};
    this.failed = (error) => this.toast(error.message);
    this.group = new Chat(this, state.group.id, `${state.group.title}, on ${person.name}’s phone`);
    this.corner = new Chat(this, person.id, `Nearer in private, on ${person.name}’s phone`);
    this.chat = this.group;
    this.composer = new Composer(this, person.name);
    this.messages = new Map();
    this.done = new Set();
    const panel = (chat, name, besides) => h('div', {
      role: 'tabpanel', id: `chat-${person.id}-${name}`, 'aria-labelledby': `tab-${person.id}-${name}`,
    }, chat.list, chat.below, besides);
    const tab = (chat, name) => h('button', {
      type: 'button', role: 'tab', id: `tab-${person.id}-${name}`, 'aria-selected': 'false', 'aria-controls': `chat-${person.id}-${name}`,
      onclick: () => this.open(chat), onkeydown: (event) => this.turnTab(event),
    }, h('span', { class: 'tab-name' }), h('span', { class: 'badge', hidden: true }));
    this.tabs = [[this.group, tab(this.group, 'group')], [this.corner, tab(this.corner, 'private')]];
    this.owner = h('h2', {}, person.name);
    this.status = h('span', { class: 'phone-status' });
    this.pinned = h('button', { type: 'button', class: 'pinned', hidden: true, onclick: () => this.chat.jump(this.pinnedId) });
    this.seenIn = new Map();
    this.inTopic = null;
    this.topics = h('div', { class: 'topics', role: 'group', 'aria-label': 'Topics', hidden: true });
    this.away = h('p', { class: 'away-note', hidden: true }, `${person.name} is not in this group.`);
    this.notices = h('div', { class: 'notices' });
    this.lock = new LockScreen(this, person.name, state.group.title);
    // Telegram shows a bot's description where nothing has been said yet.
    this.aboutBot = h('div', { class: 'about-bot', hidden: true }, h('b', {}, 'What can this bot do?'), h('p', {}));
    this.element = h('section', { class: 'phone', 'aria-label': `${person.name}’s phone`, 'data-person': person.name, onfocusin: () => this.listen() },
      h('div', { class: 'phone-head' }, h('span', { class: 'avatar', 'aria-hidden': 'true' }, person.name[0]), this.owner, this.status),
      h('div', { class: 'tabs' }, h('div', { class: 'tab-list', role: 'tablist', 'aria-label': `${person.name}’s chats` }, this.tabs.map(([, element]) => element)), this.lock.toggle),
      this.pinned, this.topics,
      h('div', { class: 'screen' }, panel(this.group, 'group'), panel(this.corner, 'private', this.aboutBot), this.lock.element, this.notices),
      this.away,
      this.composer.element);
    this.open(this.group);
  }

  // Screen readers hear the phone that is in hand, not both at once.
  listen() {
    for (const log of document.querySelectorAll('.log')) log.setAttribute('aria-live', 'off');
    this.chat.list.setAttribute('aria-live', 'polite');
  }

  open(chat) {
    if (this.chat !== chat) this.composer.clear();
    this.lock.show(false);
    this.chat = chat;
    chat.unread = 0;
    for (const [of, tab] of this.tabs) {
      tab.setAttribute('aria-selected', String(of === chat));
      tab.tabIndex = of === chat ? 0 : -1;
      of.list.hidden = of !== chat;
      of.list.parentElement.hidden = of !== chat;
    }
    if (this.state) this.show(this.state);
    chat.toEnd();
  }

  turnTab(event) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const [, other] = this.tabs.find(([of]) => of !== this.chat);
    other.click();
    other.focus();
  }

  topic() {
    return this.chat === this.group ? this.inTopic ?? undefined : undefined;
  }

  show(state) {
    this.state = state;
    const me = state.people.find((person) => person.id === this.person);
    this.group.id = state.group.id;
    this.showTopics(state.group.topics, state.chats[state.group.id]);
    // Who has left sees nothing of what comes after.
    const all = state.chats[state.group.id];
    const until = me.inside ? all.length : all.findLastIndex(({ left }) => left === this.person) + 1;
    const here = ({ id, thread }) => !state.group.topics.length || (thread ?? null) === this.inTopic || id === this.inTopic;
    this.receive(this.group, this.withAlone(all.slice(0, until), me).filter(here), state);
    this.receive(this.corner, state.chats[this.person], state);
    this.showTabs(state);
    this.showPinned(state);
    write(this.status, me.blocked ? 'has blocked the bot' : '');
    const outside = this.chat === this.group && !me.inside;
    this.away.hidden = !outside;
    this.composer.element.hidden = outside;
    const unopened = this.chat === this.corner && state.chats[this.person].length === 0;
    this.aboutBot.hidden = state.chats[this.person].length > 0 || !state.description;
    write(this.aboutBot.lastChild, state.description ?? '');
    this.lock.refresh();
    this.composer.show(this.chat === this.group ? state.commands.group : state.commands.private, unopened);
    if (!outside) this.heed();
  }

  // The group with what this person alone sees in it, by the time that it came. Such messages have numbers of their
  // own; below zero they are none of the group's.
  withAlone(messages, { alone, inside }) {
    if (!alone.length || !inside) return messages;
    const replaced = new Set(alone.map(({ replaces }) => replaces));
    const left = messages.filter(({ id }) => !replaced.has(id));
    return [...left, ...alone.map((message) => ({ ...message, id: -message.id }))].sort((a, b) => a.sent - b.sent);
  }

  // The newest message that asks this person for a reply opens the reply bar, while its chat is in view.
  heed() {
    const messages = this.messages.get(this.chat);
    this.composer.check(messages);
    const asking = messages.findLast(({ asks }) => asks && (!asks.of || asks.of.includes(this.person)));
    if (!asking || this.composer.target || this.done.has(`${this.chat.id} ${asking.id}`)) return;
    if (messages.some((message) => message.from === this.person && message.reply_to === asking.id)) return;
    this.composer.asked(asking, asking.asks.placeholder);
  }

  heeded(message) {
    this.done.add(`${this.chat.id} ${message.id}`);
  }

  receive(chat, messages, state) {
    const first = chat.newest === 0;
    const fresh = chat.show(messages, state);
    this.messages.set(chat, messages);
    const others = fresh.filter((message) => message.from !== this.person && !message.service);
    if (chat !== this.chat && !first) chat.unread += others.length;
    if (!first && others.length) this.onNews();
  }

  showTabs(state) {
    const names = [state.group.title, 'Nearer, in private'];
    this.tabs.forEach(([chat, tab], i) => {
      write(tab.firstChild, names[i]);
      const badge = tab.lastChild;
      badge.hidden = !chat.unread;
      write(badge, String(chat.unread));
      badge.setAttribute('aria-label', `${chat.unread} unread`);
    });
  }

  // The topics to choose from, each with how much is new in it.
  showTopics(topics, messages) {
    this.topics.hidden = !topics.length || this.chat !== this.group;
    if (!topics.length) return;
    const tabs = [{ id: null, name: 'General' }, ...topics].map(({ id, name }) => {
      const within = messages.filter(({ thread }) => (thread ?? null) === id);
      if (!this.seenIn.has(id) || id === this.inTopic) this.seenIn.set(id, within.at(-1)?.id ?? 0);
      const fresh = within.filter((message) => message.id > this.seenIn.get(id) && message.from !== this.person).length;
      return { id, name, fresh };
    });
    const print = JSON.stringify([tabs, this.inTopic]);
    if (print === this.topicsPrint) return;
    this.topicsPrint = print;
    const focused = [...this.topics.children].indexOf(document.activeElement);
    this.topics.replaceChildren(...tabs.map(({ id, name, fresh }) => h('button', {
      type: 'button', 'aria-pressed': String(id === this.inTopic), onclick: () => { this.inTopic = id; this.show(this.state); this.chat.toEnd(); },
    }, name, fresh ? h('span', { class: 'badge', 'aria-label': `${fresh} new` }, String(fresh)) : null)));
    this.topics.children[focused]?.focus();
  }

  showPinned(state) {
    const inGroup = this.chat === this.group;
    this.pinnedId = inGroup ? state.group.pinned : state.people.find(({ id }) => id === this.person).pinned;
    const message = state.chats[inGroup ? state.group.id : this.person].find(({ id }) => id === this.pinnedId);
    this.pinned.hidden = !message;
    if (message) this.pinned.replaceChildren(h('b', {}, 'Pinned message'), h('span', {}, excerpt(message)));
  }

  async press(chat, message, button, key) {
    if (button.disabled) return;
    if (button.url) return this.follow(button.url);
    key.setAttribute('aria-busy', 'true');
    try {
      const { answered, shown, opens } = await act({ do: 'tap', person: this.person, chat: chat.id, message: Math.abs(message.id), data: button.data, alone: message.alone });
      if (opens) await this.follow(opens);
      else if (shown?.alert) this.alert(shown.text, key);
      else if (shown) this.toast(shown.text);
      else if (!answered) this.toast('No answer came. The bot may be down.');
    } catch (error) {
      this.failed(error);
    } finally {
      key.removeAttribute('aria-busy');
    }
  }

  // Deletes an own message, for both; the list keeps the focus that the message had.
  async remove(chat, message) {
    chat.list.focus({ preventScroll: true });
    await act({ do: 'delete', person: this.person, chat: chat.id, message: message.id }).catch(this.failed);
  }

  // Links to the bot itself stay on this phone.
  follow(address) {
    const url = new URL(/^[a-z]+:/i.test(address) ? address : `https://${address}`);
    const ours = url.host === 't.me' && url.pathname.toLowerCase() === `/${this.state.bot.username.toLowerCase()}`;
    if (ours && url.searchParams.has('start')) {
      this.open(this.corner);
      return act({ do: 'start', person: this.person, payload: url.searchParams.get('start') }).catch(this.failed);
    }
    if (ours) return this.toast('On a real phone this asks which group to add the bot to.');
    window.open(address, '_blank', 'noopener,noreferrer');
    return undefined;
  }

  toast(text) {
    const toast = h('div', { class: 'toast', role: 'status' }, text);
    this.notices.replaceChildren(toast);
    setTimeout(() => toast.remove(), Math.max(TOAST_TIME, text.length * 60));
  }

  alert(text, from) {
    const close = () => {
      box.remove();
      // The message may have been drawn anew meanwhile.
      (from.isConnected ? from : this.chat.list).focus({ preventScroll: true });
    };
    const ok = h('button', { type: 'button', onclick: close }, 'OK');
    const box = h('div', { class: 'alert', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': 'Nearer, to you alone', onkeydown: (event) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Tab') event.preventDefault();
    } }, h('div', { class: 'alert-box' }, h('p', {}, text), ok));
    this.notices.replaceChildren(box);
    ok.focus({ preventScroll: true });
  }

  // Only for one who looks at how time is shown.
  redraw() {
    if (this.state) this.show(this.state);
  }
}
