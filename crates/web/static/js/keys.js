// Single keys, where nobody is typing; `g` waits for the letter of a place.
import { tick, walk } from "./list.js";

const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
const press = (key) => document.querySelector(`[data-key="${key}"]`);

/** The page of keys, in a dialog; the page itself when it cannot be fetched. */
async function help() {
  let dialog = document.querySelector("#help");
  if (!dialog) {
    const answer = await fetch("/keys");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("#keys");
    if (!list) return location.assign("/keys");
    dialog = document.createElement("dialog");
    dialog.id = "help";
    const heading = document.createElement("h2");
    heading.textContent = page.querySelector("h1").textContent;
    const header = document.createElement("header");
    header.append(heading);
    dialog.setAttribute("aria-label", heading.textContent);
    list.className = "body";
    list.tabIndex = 0;
    dialog.append(header, list);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
}

export function keys(openPalette) {
  let jump = 0;
  const acts = {
    "/": () => document.querySelector("#search-text")?.focus(),
    "?": help,
    j: () => walk(1),
    k: () => walk(-1),
    x: tick,
    c: () => press("c")?.click(),
    e: () => press("e")?.click(),
    f: () => press("f")?.focus(),
    g: () => (jump = Date.now()),
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return openPalette();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const letter = Date.now() - jump < 1500 && document.querySelector(`#nav [data-letter="${CSS.escape(event.key)}"]`);
    jump = 0;
    const act = letter ? () => location.assign(letter.href) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
