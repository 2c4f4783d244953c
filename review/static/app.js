// Keys, one current draft, and the link between a draft and its evidence. Every page works without this.
const panes = document.querySelector(".panes");
const cards = [...document.querySelectorAll(".drafts .card")];
const marks = new Map();
document.querySelectorAll(".source [data-drafts]").forEach((mark) =>
  mark.dataset.drafts.split(" ").forEach((number) => marks.set(number, [...(marks.get(number) ?? []), mark])));
const marksOf = (number) => marks.get(number) ?? [];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

let current = null;

function select(card, { focus = true, place = true, reveal = true, glide = !calm } = {}) {
  if (!card) return;
  current?.classList.remove("current");
  document.querySelectorAll(".source .lit").forEach((mark) => mark.classList.remove("lit"));
  current = card;
  card.classList.add("current");
  const lit = marksOf(card.dataset.draft);
  lit.forEach((mark) => mark.classList.add("lit"));
  if (place) scrollSource(lit[0], glide);
  if (focus) {
    card.focus({ preventScroll: true });
    if (reveal) card.scrollIntoView({ block: "nearest" });
  }
}

function scrollSource(mark, glide = !calm) {
  const source = document.getElementById("source");
  if (!mark || !source) return;
  const top = mark.getBoundingClientRect().top - source.getBoundingClientRect().top + source.scrollTop;
  source.scrollTo({ top: Math.max(0, top - source.clientHeight / 3), behavior: glide ? "smooth" : "auto" });
}

function step(by) {
  const at = cards.indexOf(current);
  select(cards[Math.min(cards.length - 1, Math.max(0, at + by))]);
}

function press(key) {
  const open = current?.querySelector("details[open]");
  const chosen = (open ?? current)?.querySelector(`button[data-key="${key}"]`);
  if (chosen && (open || !/[1-6]/.test(key))) chosen.click();
}

function unfold(kind) {
  const part = current?.querySelector(`details.${kind}`);
  if (!part) return;
  part.open = !part.open;
  if (part.open) part.querySelector("textarea, input:not([type=hidden]), .fields button")?.focus();
}

function goTo(relation) {
  const link = document.querySelector(`.near a[rel="${relation}"]`);
  if (link) location.assign(link.href);
}

function showKeys() {
  const part = document.querySelector(".keys");
  if (part) part.open = !part.open;
}

const keys = {
  "[": () => goTo("prev"), "]": () => goTo("next"), "?": showKeys,
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  J: () => select(cards.slice(cards.indexOf(current) + 1).find((card) => card.dataset.open === "yes")),
  v: () => document.querySelector(".look a")?.click(),
  a: () => press("a"), e: () => unfold("edit"), x: () => unfold("reject"),
  u: () => (document.querySelector(".undo-last") ?? { requestSubmit: () => press("u") }).requestSubmit(),
};

function onKey(event) {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    current?.querySelectorAll("details[open]").forEach((part) => (part.open = false));
    current?.focus();
    return;
  }
  if (event.key === "Enter" && event.ctrlKey) {
    const form = event.target.closest("form") ?? document.querySelector("form.finish");
    event.preventDefault();
    form?.requestSubmit();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const done = keys[event.key] ?? (/^[1-6]$/.test(event.key) ? () => press(event.key) : null);
  if (done) {
    event.preventDefault();
    done();
  }
}

if (panes && cards.length) {
  // single letters act only inside the two panes, so that they never surprise elsewhere (WCAG 2.1.4)
  panes.addEventListener("keydown", onKey);
  panes.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    const mark = event.target.closest(".source [data-drafts]:not([data-drafts=''])");
    if (mark) {
      const numbers = mark.dataset.drafts.split(" ");
      const next = numbers[(numbers.indexOf(current?.dataset.draft) + 1) % numbers.length];
      const found = document.getElementById(`draft-${next}`);
      if (found) select(found, { place: false });
      else location.assign(`?at=${next}#draft-${next}`); // it stands in another stretch of the drafts
    } else if (card && card !== current) {
      select(card, { focus: false });
    }
    const proof = event.target.closest(".proof a");
    const place = proof && marksOf(proof.closest(".card").dataset.draft)[0];
    if (place) {
      event.preventDefault();
      scrollSource(place);
    }
  });
  const first = document.querySelector(".card.current") ?? cards.find((card) => card.dataset.open === "yes") ?? cards[0];
  // every decision loads the page anew: gliding from the top each time would only cost time
  select(first, { reveal: /[?&]at=/.test(location.search), glide: false });
}

// a second press before the answer comes would send the form twice
let sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", () => (sent = new WeakSet()));
