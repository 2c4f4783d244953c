// The review screen: one current draft, the link between a draft and its words, keys, verdicts without a new
// page. The page works without this. Nothing is shown as decided before the server has said so.
const about = document.getElementById("review")?.dataset ?? {}; // a sheet of the analyzer has the panes alone
const panes = document.querySelector(".panes");
const source = document.getElementById("source");
const cards = [...document.querySelectorAll(".drafts .card")];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const { control } = about;
let { token } = about;
const marks = new Map();
document.querySelectorAll(".source [data-drafts]").forEach((mark) =>
  mark.dataset.drafts.split(" ").forEach((number) => marks.set(number, [...(marks.get(number) ?? []), mark])));
const marksOf = (number) => marks.get(number) ?? [];
const seen = (mark) => mark.closest(".words, .canvas")?.checkVisibility?.() ?? true;
const shownMark = (number) => marksOf(number).find((mark) => !mark.closest(".ticks") && seen(mark));
const one = (selector) => document.querySelector(selector);

let current = null;
let busy = false;

// one current draft

function select(card, { focus = true, place = true, reveal = true, glide = !calm } = {}) {
  if (!card) return;
  current?.classList.remove("current");
  document.querySelectorAll(".source .lit").forEach((mark) => mark.classList.remove("lit"));
  current = card;
  card.classList.add("current");
  marksOf(card.dataset.draft).forEach((mark) => mark.classList.add("lit"));
  if (place) scrollSource(shownMark(card.dataset.draft), glide);
  if (focus) {
    card.focus({ preventScroll: true });
    if (reveal) card.scrollIntoView({ block: "nearest", behavior: glide ? "smooth" : "auto" });
  }
}

function scrollSource(mark, glide = !calm) {
  if (!mark || !source || source.scrollHeight <= source.clientHeight) return;
  const top = mark.getBoundingClientRect().top - source.getBoundingClientRect().top + source.scrollTop;
  source.scrollTo({ top: Math.max(0, top - source.clientHeight / 3), behavior: glide ? "smooth" : "auto" });
}

function showPane(name) {
  const choice = document.getElementById(`pane-${name}`);
  if (choice) choice.checked = true;
}

function step(by) {
  select(cards[Math.min(cards.length - 1, Math.max(0, cards.indexOf(current) + by))]);
}

function nextToCheck() {
  const later = cards.slice(cards.indexOf(current) + 1);
  select(later.find((card) => card.dataset.open === "yes"));
}

function onMark(mark) {
  const numbers = mark.dataset.drafts.split(" ");
  const next = numbers[(numbers.indexOf(current?.dataset.draft) + 1) % numbers.length];
  const found = document.getElementById(`draft-${next}`);
  if (!found) return location.assign(`?at=${next}#draft-${next}`); // in another stretch of the drafts
  showPane("drafts");
  select(found, { place: Boolean(mark.closest(".ticks")) });
}

// what happened

function say(text, bad = false) {
  const strip = document.getElementById("strip");
  strip?.classList.toggle("bad", bad);
  const line = document.getElementById("said");
  line?.classList.remove("meta");
  if (line) line.textContent = text;
  const way = document.getElementById("sign-in");
  if (way) way.hidden = true;
}

// the session ended, or another began: the page stays as it is, and one more press sends it

function refuse(told) {
  if (told.token) {
    token = told.token;
    document.querySelectorAll("input[name=token]").forEach((input) => (input.value = token));
  }
  say((told.lines ?? []).join(" "), true);
  const way = document.getElementById("sign-in");
  if (way) way.hidden = !told.signed_out;
}

async function post(address, fields) {
  try {
    const answer = await fetch(address, {
      method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields),
    });
    if (answer.redirected) return location.assign(answer.url), null;
    const told = await answer.json();
    return { ok: answer.ok, ...told };
  } catch {
    return { ok: false, lines: ["Not saved: no connection. Nothing was lost; try again."] };
  }
}

// verdicts in place

async function decide(form, button) {
  if (busy) return;
  busy = true;
  panes.setAttribute("aria-busy", "true");
  const told = await post(form.action, new FormData(form, button));
  busy = false;
  panes.removeAttribute("aria-busy");
  if (!told) return;
  if (told.conflict) return form.submit(); // the server shows both versions on a page of their own
  if (!told.ok) return refuse(told);
  forget(form.dataset.kept);
  if (told.reload) {
    const undo = told.status === "proposed" ? "" : `&undo=${told.number}`;
    return location.assign(`?said=${told.status === "proposed" ? "undo" : "edit"}&at=${told.at}${undo}`);
  }
  settle(form.closest(".card"), told);
  const next = document.getElementById(`draft-${told.at}`);
  if (!next) return location.assign(`?at=${told.at}&undo=${told.number}`);
  select(next);
}

function settle(card, told) {
  const decided = told.status !== "proposed";
  card.classList.remove("proposed", "approved", "edited", "rejected");
  card.classList.add(told.status);
  card.dataset.open = decided ? "no" : "yes";
  card.querySelectorAll("input[name=version]").forEach((input) => (input.value = told.version));
  card.querySelectorAll("details[open]").forEach((part) => (part.open = false));
  card.querySelector(".status").textContent = (decided ? told.status : "waits") + (told.by ? ` by ${told.by}` : "");
  const reason = card.querySelector(".reason");
  reason.hidden = !told.reason;
  reason.querySelector("span").textContent = told.reason ?? "";
  tally(told);
  leaveRest(told.number);
  const undo = document.getElementById("undo");
  undo.hidden = !decided;
  undo.setAttribute("form", `undo-${told.number}`);
  say(`${told.said}: ${told.title}. ${told.left ? `${told.left} left.` : "All drafts are decided. Finish files them."}`);
}

function tally(told) {
  const write = (selector, text) => { const part = one(selector); if (part) part.textContent = text; };
  write("#left", told.left);
  write('.lists a[href$="show=waiting"] .count', told.left);
  write(".pane-tabs .count", told.left);
  const progress = document.getElementById("progress");
  if (progress) progress.value = told.total - told.left;
  const finish = document.getElementById("finish");
  if (finish) finish.disabled = !told.ready;
}

function leaveRest(number) {
  document.querySelectorAll(".rest").forEach((form) => {
    const left = form.elements.seen.value.split(" ").filter((part) => !part.startsWith(`${number}.`));
    form.elements.seen.value = left.join(" ");
    form.querySelector(".many").textContent = left.length;
    form.hidden = left.length < 2;
  });
}

// words chosen in the text

function chosen() {
  const picked = getSelection();
  if (!picked.rangeCount || picked.isCollapsed) return null;
  const range = picked.getRangeAt(0);
  const from = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
  const words = from.closest(".source .words");
  if (!words) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  // the server counts characters, the browser halves of some
  const start = Number(words.dataset.start) + [...before.toString()].length;
  const quote = range.toString();
  const lead = [...quote].length - [...quote.trimStart()].length;
  return { quote: quote.trim(), start: start + lead };
}

function fill(form, words) {
  if (!words) return;
  form.elements.quote.value = words.quote;
  form.elements.start.value = words.start;
}

function byHand(words = chosen()) {
  const part = document.getElementById("by-hand");
  if (!part) return;
  showPane("drafts");
  part.open = true;
  fill(part.querySelector("form"), words);
  part.scrollIntoView({ block: "nearest" });
  part.querySelector("[name=title]").focus();
}

async function useAsEvidence() {
  const words = chosen();
  if (!current || current.dataset.open !== "yes") return;
  if (!words) {
    const part = current.querySelector(".prove");
    if (part) unfold("prove");
    else say("Mark words in the text first, then press v.", true);
    return;
  }
  const version = current.querySelector("input[name=version]").value;
  const told = await post(`/documents/${control}/drafts/${current.dataset.draft}/evidence`, { token, version, ...words });
  if (told && !told.ok) refuse(told);
}

// typed words are kept until they are saved

function keep(form) {
  const fields = [...form.elements].filter((part) => part.name && part.type !== "hidden" && part.tagName !== "BUTTON");
  sessionStorage.setItem(form.dataset.kept, JSON.stringify(fields.map((part) => [part.name, part.value])));
}

function forget(name) {
  if (name) sessionStorage.removeItem(name);
}

function putBack() {
  document.querySelectorAll("form[data-kept]").forEach((form) => {
    const kept = sessionStorage.getItem(form.dataset.kept);
    const done = form.closest(".card")?.dataset.open === "no" || /[?&]said=added/.test(location.search);
    if (!kept || done) return forget(form.dataset.kept);
    JSON.parse(kept).forEach(([name, value]) => form.elements[name] && (form.elements[name].value = value));
    form.closest("details").open = true;
    say("What you had typed and not saved stands in its form again.");
  });
}

// keys

function press(key) {
  const open = current?.querySelector("details[open]");
  // a digit is a reason while Reject is open, else one of the alternatives of a doubtful draft
  const button = (open ?? current)?.querySelector(`button[data-key="${key}"]`);
  if (button?.checkVisibility()) button.click();
}

function unfold(kind) {
  const part = current?.dataset.open === "yes" ? current.querySelector(`details.${kind}`) : null;
  if (!part) return;
  part.open = !part.open;
  if (part.open) part.querySelector("textarea, input:not([type=hidden]), .fields button")?.focus();
}

function tool(key) {
  const part = one(`.tool[data-tool="${key}"]`);
  if (!part) return;
  part.open = true;
  part.querySelector("select, input:not([type=hidden])")?.focus();
}

function follow(selector) {
  const link = one(selector);
  if (link) location.assign(link.href);
}

function look(value) {
  const choice = one(`[name="look"][value="${value}"]`);
  if (!choice || choice.checked) return;
  choice.checked = true;
  looked(value);
}

function looked(value) {
  document.cookie = `chancery_look=${value}; path=/; SameSite=Strict`;
  scrollSource(shownMark(current?.dataset.draft), false);
}

function zoom(by) {
  const now = Number(source.dataset.zoom ?? 0);
  source.dataset.zoom = by === 0 ? 0 : Math.min(3, Math.max(-1, now + by));
  scrollSource(shownMark(current?.dataset.draft), false);
}

function showKeys() {
  const part = one(".keys");
  if (part) part.open = !part.open;
}

let going = 0;
const places = { q: "/queue", a: "/actions", l: "/authorities", m: "/measures" };
const keys = {
  "[": () => follow('.near a[rel="prev"]'), "]": () => follow('.near a[rel="next"]'), "?": showKeys,
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), J: nextToCheck,
  o: () => look("pages"), t: () => look("text"), v: useAsEvidence, i: () => byHand(),
  "+": () => zoom(1), "-": () => zoom(-1), "0": () => zoom(0), "/": () => one(".seek input")?.focus(),
  a: () => press("a"), e: () => unfold("edit"), x: () => unfold("reject"),
  u: () => { const last = document.getElementById("undo"); last && !last.hidden ? last.click() : press("u"); },
  s: () => tool("s"), h: () => tool("h"), d: () => tool("d"), n: () => tool("n"),
  g: () => (going = Date.now()),
};
const own = JSON.parse(document.body.dataset.own ?? "{}"); // the usual key, and the one that this person chose
const usualOf = (pressed) => Object.keys(own).find((key) => own[key] === pressed) ?? (pressed in own ? "" : pressed);
document.querySelectorAll("kbd:not(.then)").forEach((sign) => {
  const key = { "⇧J": "J", "−": "-" }[sign.textContent] ?? sign.textContent;
  if (key in own) sign.textContent = own[key] || "off";
});
const keysOff = () => document.body.dataset.keys === "off" || localStorage.getItem("chancery_keys") === "off";

function onKey(event) {
  if (event.key === "Escape") return leave();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return (event.target.closest("form") ?? one("form.finish"))?.requestSubmit();
  }
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || keysOff()) return;
  const away = Date.now() - going < 1500 && places[event.key];
  const usual = usualOf(event.key);
  const done = away ? () => location.assign(away)
    : keys[usual] ?? (/^[1-6]$/.test(event.key) ? () => press(event.key) : null);
  if (!done) return;
  if (usual !== "g") going = 0;
  event.preventDefault();
  done();
}

function leave() {
  document.querySelectorAll(".card details[open], .tool[open], .by-hand[open]").forEach((part) => (part.open = false));
  current?.querySelectorAll("form[data-kept]").forEach((form) => { form.reset(); forget(form.dataset.kept); });
  current?.focus({ preventScroll: true });
}

function onClick(event) {
  const mark = event.target.closest(".source [data-drafts]:not([data-drafts=''])");
  if (mark) return onMark(mark);
  const add = event.target.closest("[data-add]");
  if (add) {
    event.preventDefault();
    const sentence = add.closest("li");
    return byHand({ quote: sentence.querySelector("q").textContent, start: sentence.dataset.start });
  }
  const card = event.target.closest(".card");
  const link = event.target.closest(".proof a, .kind");
  if (link) event.preventDefault();
  if (card && (card !== current || link)) select(card, { focus: Boolean(link), reveal: false });
  if (link?.closest(".proof")) {
    showPane("source");
    const place = shownMark(card.dataset.draft);
    if (source.scrollHeight > source.clientHeight) scrollSource(place);
    else place?.scrollIntoView({ block: "center" });
  }
}

// who else is here

async function stay() {
  if (document.hidden) return;
  const told = await post(`/documents/${control}/presence`, { token });
  if (told?.signed_out || told?.token) refuse(told);
  if (!told?.ok) return;
  const line = document.getElementById("others");
  if (line) {
    line.hidden = !told.others.length;
    line.textContent = `${told.others.join(", ")} ${told.others.length === 1 ? "has" : "have"} this open.`;
  }
  if (String(told.version) !== about.version) say("This document was changed meanwhile. Load the page again.");
}

if (panes) {
  // single letters act only inside the two panes, so that they never surprise elsewhere (WCAG 2.1.4)
  panes.addEventListener("keydown", onKey);
  panes.addEventListener("click", onClick);
  panes.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-kept]");
    if (form) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-verdict], .edit form")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    decide(form, event.submitter);
  }, true);
  const looks = [...document.querySelectorAll('[name="look"]')];
  looks.forEach((choice) => choice.addEventListener("change", () => looked(choice.value)));
  if (looks.length && !looks.some((choice) => choice.checked))
    looks[matchMedia("(max-width: 60rem)").matches ? 1 : 0].checked = true;
  document.querySelectorAll("[data-zoom]").forEach((button) => {
    if (button.matches("button")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  });
  const zooms = one(".zoom");
  if (zooms) zooms.hidden = false;
  const off = document.getElementById("keys-off");
  if (off) {
    off.hidden = false;
    off.firstElementChild.checked = keysOff();
    off.addEventListener("change", () =>
      localStorage.setItem("chancery_keys", off.firstElementChild.checked ? "off" : "on"));
  }
  const first = one(".card.current") ?? cards.find((card) => card.dataset.open === "yes") ?? cards[0];
  // gliding from the top on every load would only cost time
  select(first, { reveal: /[?&]at=/.test(location.search), glide: false });
  putBack();
  if (about.can) setInterval(stay, 60000);
}
document.querySelectorAll(".tool").forEach((part) => part.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leave();
}));
if (["received", "reading", "analysing", "held"].includes(about.stage)) setTimeout(() => location.reload(), 5000);
