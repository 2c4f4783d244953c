// Files by drag, with progress, one request for each. The form works without this.
const form = document.querySelector("[data-drop]");
const told = document.getElementById("told");
const list = document.getElementById("taken-rows");
const largest = Number(form?.dataset.largest ?? 0) * 1024 * 1024;
const waiting = [];
let busy = false;

function element(name, kind, words) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (words) made.textContent = words;
  return made;
}

function lineFor(file) {
  const line = element("li");
  const bar = element("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  line.append(element("span", "grow", file.name), bar);
  list.append(line);
  document.getElementById("taken").hidden = false;
  return { line, bar };
}

function settle(line, name, answer) {
  if (answer.control_number) {
    const link = element("a", "key", answer.control_number);
    link.href = `/documents/${encodeURIComponent(answer.control_number)}`;
    const state = answer.new ? ["good", "logged"] : ["meta", "was here already"];
    line.replaceChildren(link, element("span", "grow", name), element("span", ...state));
    document.getElementById("none-yet")?.remove();
    told.textContent = `${name}: ${answer.control_number}, ${state[1]}.`;
    follow();
  } else {
    const words = element("span", "grow", name);
    words.append(element("span", "meta block warn", answer.why.filter(Boolean).join(" ")));
    line.replaceChildren(words, element("span", "late", "not taken in"));
    told.textContent = `${name} was not taken in.`;
  }
}

function send({ file, line, bar }) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("token", form.elements.token.value);
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => event.lengthComputable && (bar.value = event.loaded / event.total);
    request.onload = () => {
      let answer = { why: ["The server refused it.", request.status === 401 ? "Your session has ended; sign in again." : ""] };
      try {
        answer = JSON.parse(request.responseText).taken[0] ?? answer;
      } catch {
        // a page instead of data: the line says that it was refused
      }
      settle(line, file.name, answer);
      done();
    };
    request.onerror = () => {
      settle(line, file.name, { why: ["There is no connection. Nothing was sent; drop it again."] });
      done();
    };
    request.send(body);
  });
}

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) await send(waiting.shift());
  busy = false;
}

function take(files) {
  for (const file of files) {
    const shown = lineFor(file);
    if (file.size > largest) settle(shown.line, file.name, { why: ["The file is too large."] });
    else waiting.push({ file, ...shown });
  }
  work();
}

let following = null;
async function look() {
  const answer = await fetch("/intake/lately", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { rows, under_way } = await answer.json();
  for (const row of rows) {
    const tag = document.querySelector(`#lately [data-control="${CSS.escape(row.control)}"] .tag`);
    if (tag && tag.textContent !== row.stage) {
      tag.textContent = row.stage;
      tag.className = `tag stage-${row.stage.replaceAll(" ", "_")}`;
    }
  }
  following = under_way ? setTimeout(look, 2000) : null;
}

function follow() {
  if (!following) following = setTimeout(look, 1000);
}

if (form) {
  if (document.querySelector("[data-under-way]")) follow();
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    take([...event.target.files]);
    event.target.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? form.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
