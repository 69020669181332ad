// What the keys of the store mean. Numbers stand in them as hexadecimal digits; signed ones are moved by 2^63, so that
// they keep their order.

import { view } from './view.js';

const unsigned = (key, from = 0) => BigInt(`0x${key.slice(from, from + 16)}`);
const signed = (key, from = 0) => Number(unsigned(key, from) - (1n << 63n));

export function described(tree, key, { group, people }) {
  if (!/^[0-9a-f]{16}/.test(key)) return key;
  if (tree === 'couples') return signed(key) === group.id ? `of “${group.title}”` : String(signed(key));
  if (tree === 'users') return people.find(({ id }) => BigInt(id) === unsigned(key))?.name ?? String(unsigned(key));
  if (tree === 'timers') return `due ${view.moment(signed(key))}`;
  return `${key.replace(/^0+(?=.)/, '').slice(0, 20)}`;
}
