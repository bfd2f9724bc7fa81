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
        if (found && mine === turn) document.getElementById(form.dataset.live)?.replaceChildren(...found.childNodes);
      }, PAUSE);
    });
  });
}
