// A second press before the answer comes would send a form twice. Every page works without this.
let sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", () => (sent = new WeakSet()));
// Alt and an arrow key press the buttons beside them; never while something is typed or chosen.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const keys = `[aria-keyshortcuts="Alt+${CSS.escape(event.key)}"]:enabled`;
  const button = event.target.closest(".pane")?.querySelector(`.places ${keys}`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
