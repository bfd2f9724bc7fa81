// The command palette: places and commands of the navigation, and records that the server finds.
import { calmly, find } from "./ask.js";
import { options } from "./options.js";

/** Every place, and making a record of every kind that has a list. */
function places() {
  const make = document.body.dataset.new ?? "";
  return [...document.querySelectorAll("#nav a[href], #me a[href]")].flatMap((link) => {
    const label = link.textContent.trim();
    const group = link.closest("details")?.querySelector("summary")?.textContent.trim() ?? "";
    const place = { label, group, href: link.getAttribute("href") };
    if (!link.dataset.new) return [place];
    return [place, { label: make.replace("{kind}", link.dataset.new), group, href: `${place.href}/new` }];
  });
}

/** Whether every word of the text begins a word of the label, or is within it. */
function fits(item, words) {
  const label = item.label.toLowerCase();
  return words.every((word) => label.includes(word));
}

/** Prepares the palette and returns what opens it. */
export function palette() {
  const dialog = document.querySelector("#palette");
  const input = dialog?.querySelector("input");
  if (!input) return () => {};
  const all = places();
  const show = options(input, dialog.querySelector("ul"), (item) => location.assign(item.href));
  const own = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    return all.filter((item) => fits(item, words)).slice(0, words.length ? 8 : 12);
  };
  const ask = calmly(async () => {
    const text = input.value.trim();
    const found = text.length > 1 ? await find(text, 6) : [];
    if (found?.length) show([...own(), ...found]);
  });
  input.addEventListener("input", () => {
    show(own());
    ask();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return () => {
    if (dialog.open) return;
    input.value = "";
    show(own());
    dialog.showModal();
    input.focus();
  };
}
