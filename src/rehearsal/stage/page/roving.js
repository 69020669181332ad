// A log is one stop for the Tab key. The arrows lead from there to its messages and to what can be done with each.

const STEPS = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

const within = (element) => [...element.querySelectorAll('button, a')].filter((control) => control.checkVisibility());
const between = (index, list) => list[Math.min(Math.max(index, 0), list.length - 1)];

// Takes all that is in an element out of the order of the Tab key.
export function unstop(element) {
  for (const control of element.querySelectorAll('button, a')) control.tabIndex = -1;
}

export function rove(list, event) {
  const step = STEPS[event.key];
  if (event.key === 'Escape' && document.activeElement !== list) list.focus({ preventScroll: true });
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const message = document.activeElement.closest('.log > *');
  let next;
  if (message && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    const controls = within(message);
    next = between(controls.indexOf(document.activeElement) + step, controls);
  } else {
    const messages = [...list.children].filter((child) => within(child).length);
    // From the log itself one comes to the newest first.
    const place = message ? messages.indexOf(message) + step : event.key === 'Home' ? 0 : messages.length - 1;
    const chosen = between(place, messages);
    next = chosen && (chosen.querySelector('.key') ?? within(chosen)[0]);
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
}
