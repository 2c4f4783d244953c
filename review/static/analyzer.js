// A file dropped on the field, and a look now and then at an analysis under way. The page works without this.
const form = document.querySelector("[data-scratch]");
const waiting = document.querySelector("[data-waiting]");

if (form) {
  const file = form.elements.file;
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    file.focus();
  });
}

if (waiting) setTimeout(() => location.reload(), 2000);
