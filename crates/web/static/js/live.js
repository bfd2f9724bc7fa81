// What follows from a form is shown while it is filled in; without this the form's button does the same.

/** Milliseconds of silence before the server is asked. */
const PAUSE = 400;

/** Asks for the page that the form leads to, or that its `data-check` names, and takes the part that the form shows. */
async function ask(form) {
  const fields = new URLSearchParams(new FormData(form));
  const headers = { accept: "text/html" };
  const check = form.dataset.check;
  const answer = check
    ? await fetch(check, { method: "POST", body: fields, headers })
    : await fetch(`${form.action}?${fields}`, { headers });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.ok ? page.getElementById(form.dataset.live) : null;
}

/** Marks the rows and cells of the form that the answer is about; a row is found by the identifier that stands in it now. */
function mark(form, found) {
  form.querySelectorAll("tr.faulty").forEach((row) => row.classList.remove("faulty"));
  form.querySelectorAll("[data-column][aria-invalid]").forEach((cell) => cell.removeAttribute("aria-invalid"));
  const ids = [...form.querySelectorAll('input[name^="id."]')];
  found.querySelectorAll("[data-row]").forEach(({ dataset }) => {
    const row = ids.find((it) => it.value.trim() === dataset.row)?.closest("tr");
    const cell = [...(row?.querySelectorAll("[data-column]") ?? [])].find((it) => it.dataset.column === dataset.column);
    if (cell) cell.setAttribute("aria-invalid", "true");
    else row?.classList.add("faulty");
  });
}

export function live() {
  document.querySelectorAll("form[data-live]").forEach((form) => {
    let waiting = 0;
    let turn = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      const mine = ++turn;
      waiting = setTimeout(async () => {
        const found = await ask(form).catch(() => null);
        // An answer that was overtaken by more typing says nothing any more.
        if (!found || mine !== turn) return;
        mark(form, found);
        document.getElementById(form.dataset.live)?.replaceChildren(...found.childNodes);
      }, PAUSE);
    });
  });
}
