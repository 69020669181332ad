// How times are shown here: the zone, and the bot's clock as it runs on between two states.

const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
let formats = {};
let told = { now: Date.now(), at: performance.now() };

function format(zone) {
  const of = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  return {
    time: of({ hour: '2-digit', minute: '2-digit' }),
    seconds: of({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day: of({ weekday: 'long', day: 'numeric', month: 'long' }),
    short: of({ weekday: 'short', day: 'numeric', month: 'short' }),
  };
}

export const view = {
  zone: OWN,
  zones: [...new Set([OWN, 'UTC', ...(Intl.supportedValuesOf?.('timeZone') ?? [])])],
  setZone(zone) {
    view.zone = zone;
    formats = format(zone);
  },
  tell(now) {
    told = { now, at: performance.now() };
  },
  now: () => told.now + performance.now() - told.at,
  time: (ms) => formats.time.format(ms),
  seconds: (ms) => formats.seconds.format(ms),
  day: (ms) => formats.day.format(ms),
  // The time, with the day where it is not today.
  moment: (ms) => {
    const time = formats.time.format(ms);
    return view.day(ms) === view.day(view.now()) ? time : `${formats.short.format(ms)}, ${time}`;
  },
  calm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

view.setZone(OWN);
