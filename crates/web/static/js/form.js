// Forms, made easier where scripts run; every form does its work without this.
//
// A form that says where its draft is kept is kept while somebody types; link inputs offer records as one types; a range
// says its number; a file can be dropped.

const QUIET = 1500;

/** The texts of a form; files stay where they are. */
function texts(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(pairs);
}

/** Keeps the draft of a form some time after the last key. */
function keepDraft(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let sent = texts(form).toString();
  let leaving = false;
  const say = (text) => { if (status) status.textContent = text; };
  const keep = async () => {
    const body = texts(form);
    if (leaving || body.toString() === sent) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = body.toString();
      say(`${status?.dataset.kept ?? ""} ${new Date().toLocaleTimeString()}`);
    } catch {
      say(status?.dataset.lost ?? "");
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, QUIET); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
}

/** Offers records for what is typed into a link input. */
function offer(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-offered`;
  input.after(list);
  let timer = 0;
  let asked = 0;
  const look = async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ kinds: input.dataset.pick, q: input.value });
    const answer = await fetch(`/pick?${query}`).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const found = await answer.json();
    list.replaceChildren(...found.map((text) => new Option(text, text)));
    input.setAttribute("list", list.id);
  };
  input.addEventListener("input", () => {
    // A choice from the list is no search.
    if ([...list.options].some((it) => it.value === input.value) || input.value.trim() === "") return;
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
}

/** Lets a file be dropped on the place around its input. */
function drop(place) {
  const input = place.querySelector("input[type=file]");
  const over = (event) => { event.preventDefault(); place.classList.toggle("over", event.type === "dragover"); };
  place.addEventListener("dragover", over);
  place.addEventListener("dragleave", over);
  place.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("input[data-pick]").forEach(offer);
document.querySelectorAll("[data-drop]").forEach(drop);
document.querySelectorAll("input[data-output]").forEach((input) => {
  const output = input.form?.querySelector(`output[for="${input.id}"]`);
  input.addEventListener("input", () => { if (output) output.value = input.value; });
});

// A file that is dropped beside its place does not open instead of the page.
["dragover", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}));
