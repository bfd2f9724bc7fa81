// Search while somebody types; Enter without a choice still asks for the whole page of results.
import { calmly, find } from "./ask.js";
import { options } from "./options.js";

export function instantSearch() {
  const form = document.querySelector("#search");
  const input = form?.querySelector("input[type=search]");
  if (!input) return;
  const list = document.createElement("ul");
  list.id = "search-found";
  list.className = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.placeholder);
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  const show = options(input, list, (item) => location.assign(item.href));
  const ask = calmly(async () => {
    const text = input.value.trim();
    const found = text.length > 1 ? await find(text) : [];
    if (found) show(found, -1);
  });
  input.addEventListener("input", ask);
  input.addEventListener("blur", () => show([], -1));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([], -1);
    }
  });
}
