// Runs in the page: paints a card with npm adaptivecards and measures it.

// As much of Markdown as Teams shows in a card: bold, links and lists.
const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
const inline = text =>
  escaped(text)
    .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>');

function markdown(text, result) {
  const lines = text.split("\n").map(line => line.match(/^(- )?(.*)$/));
  const shown = lines.map(([, bullet, line]) => (bullet ? `<li>${inline(line)}</li>` : `<p>${inline(line)}</p>`));
  result.outputHtml = shown.join("").replace(/(<li>.*<\/li>)/g, "<ul>$1</ul>");
  result.didProcess = true;
}

function paint([config, style, card]) {
  document.querySelector("style").textContent = style;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = markdown;
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

// What can be used, in the order of reading: hidden parts wait until they are shown.
const isShown = element => element.getClientRects().length > 0;
const usable = "input, select, textarea, button, a[href], [role=button]";
const controls = () => elements().filter(element => element.matches(usable) && isShown(element));

function nameOf(element) {
  const labelled = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const texts = labelled.map(id => (document.getElementById(id) || {}).textContent || "");
  const labels = [...(element.labels || [])].map(label => label.textContent);
  const own = element.matches("button, a, [role=button]") ? element.textContent : "";
  return [element.getAttribute("aria-label"), ...texts, ...labels, own].filter(Boolean).join(" ").trim();
}

// Controls without a name for those who hear the card; a placeholder is no name. This painter never names the
// field of its people picker, which Teams paints in its own way.
function unnamed() {
  return controls()
    .filter(element => !nameOf(element) && !element.matches(".ac-choiceSetInput-filtered-textbox"))
    .map(element => `${element.tagName} ${element.id || element.className}`);
}

// Controls that Tab passes by, or takes out of turn.
function outOfOrder() {
  return controls()
    .filter(element => element.tabIndex !== 0)
    .map(element => `${element.tagName} ${nameOf(element) || element.className}: ${element.tabIndex}`);
}

function faults(leastContrast) {
  return { tooWide: tooWide(), faint: faint(leastContrast), unnamed: unnamed(), outOfOrder: outOfOrder() };
}
