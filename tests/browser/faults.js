// What on the page cannot be read well or hit well, as a list of sentences.
(() => {
  const READABLE = 4.5;
  const READABLE_IF_LARGE = 3;
  const TARGET = 44;

  // What lets itself be seen only when it is pointed at is looked at, too.
  document.styleSheets[0].insertRule('.tools { opacity: 1 !important; }', document.styleSheets[0].cssRules.length);

  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (x) => top[x] * top.a + below[x] * (1 - top.a);
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [bright, dark] = [light(a), light(b)].sort((x, y) => y - x);
    return (bright + 0.05) / (dark + 0.05);
  };

  // The grounds on which an element may stand: a gradient has several.
  const grounds = (element) => {
    if (!element) return [{ r: 255, g: 255, b: 255, a: 1 }];
    const style = getComputedStyle(element);
    const own = [colour(style.backgroundColor), ...(style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? []).map(colour)];
    const seen = own.filter(({ a }) => a > 0);
    if (!seen.length) return grounds(element.parentElement);
    if (seen.every(({ a }) => a === 1)) return seen;
    return seen.flatMap((top) => (top.a === 1 ? [top] : grounds(element.parentElement).map((below) => over(top, below))));
  };
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const named = (element) => `${element.tagName.toLowerCase()}.${element.className.toString().replaceAll(' ', '.')} “${element.textContent.trim().slice(0, 30)}”`;

  const found = new Set();
  const read = (element, style) => {
    const ink = { ...colour(style.color), a: colour(style.color).a * opacity(element) };
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? READABLE_IF_LARGE : READABLE;
    const worst = Math.min(...grounds(element).map((ground) => contrast(over(ink, ground), ground)));
    if (worst < needed) found.add(`${worst.toFixed(2)}:1 in ${named(element)}`);
  };
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen');

  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !visible(element) || element.closest('option, :disabled, [aria-disabled=true]:not(.key), script')) continue;
    // Letters of no size are there for screen readers alone.
    if (parseFloat(getComputedStyle(element).fontSize) === 0) continue;
    texts += 1;
    read(element, getComputedStyle(element));
  }
  for (const field of document.querySelectorAll('textarea')) {
    if (visible(field)) read(field, getComputedStyle(field, '::placeholder'));
  }

  let targets = 0;
  for (const control of document.querySelectorAll('button, a, summary, select, textarea, input, [role=option]')) {
    // A link within a sentence is as tall as its line.
    if (!visible(control) || control.closest('.text')) continue;
    targets += 1;
    const { width, height } = control.getBoundingClientRect();
    if (width < TARGET - 0.5 || height < TARGET - 0.5) found.add(`${Math.round(width)} x ${Math.round(height)} px: ${named(control)} ${control.getAttribute('aria-label') ?? ''}`);
  }
  if (texts < 10 || targets < 10) found.add(`there is little to look at: ${texts} texts, ${targets} targets`);
  return [...found];
})()
