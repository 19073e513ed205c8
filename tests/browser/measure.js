// Runs in the page: paints a card with npm adaptivecards and measures it.

function paint([config, card]) {
  const painter = new AdaptiveCards.AdaptiveCard();
  painter.hostConfig = new AdaptiveCards.HostConfig(config);
  painter.parse(card);
  document.getElementById("card").replaceChildren(painter.render());
}

const elements = () => [...document.querySelectorAll("#card *")];
const start = element => element.textContent.trim().slice(0, 60);

// Elements that stick out sideways or hide a part of their text; a closed list hides its choices rightly.
function tooWide() {
  const room = document.documentElement.clientWidth;
  const isList = element => element.matches("select, option");
  const sticksOut = element => element.getBoundingClientRect().right > room + 0.5;
  const hidesText = element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
  return elements()
    .filter(element => !isList(element) && (sticksOut(element) || hidesText(element)))
    .map(element => `${element.className || element.tagName}: ${start(element)}`);
}

// Relative luminance and contrast as WCAG 2 defines them.
const numbers = colour => (colour.match(/[\d.]+/g) || []).map(Number);
const linear = value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(colour) {
  const [red, green, blue] = colour.map(value => linear(value / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function behind(element) {
  if (!element) return [255, 255, 255];
  const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element).backgroundColor);
  return alpha > 0.99 ? [red, green, blue] : behind(element.parentElement);
}

// Texts with less than the least contrast to what is behind them.
function faint(least) {
  const isWritten = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const ratio = element => contrast(numbers(getComputedStyle(element).color).slice(0, 3), behind(element));
  return elements()
    .filter(element => isWritten(element) && ratio(element) < least)
    .map(element => `${ratio(element).toFixed(2)}: ${start(element)}`);
}
