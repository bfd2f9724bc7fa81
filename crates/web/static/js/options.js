// A list of options below an input, chosen with arrows or the mouse: the pattern of a combobox.

/** Shows options in `list` for `input`; `choose` is called with the one that is taken. */
export function options(input, list, choose) {
  let items = [];
  let at = -1;

  const mark = (next) => {
    at = items.length ? (next + items.length) % items.length : -1;
    [...list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === at)));
    const line = list.children[at];
    line?.scrollIntoView({ block: "nearest" });
    line ? input.setAttribute("aria-activedescendant", line.id) : input.removeAttribute("aria-activedescendant");
  };

  const clear = () => {
    at = -1;
    [...list.children].forEach((line) => line.setAttribute("aria-selected", "false"));
    input.removeAttribute("aria-activedescendant");
  };

  /** Shows these; the one at `first` is marked, none when it is below zero. */
  const show = (found, first = 0) => {
    items = found;
    list.replaceChildren(...found.map((item, index) => line(list, item, index)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    found.length && first >= 0 ? mark(first) : clear();
  };

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!items.length) return;
      event.preventDefault();
      mark(at < 0 ? (event.key === "ArrowDown" ? 0 : items.length - 1) : at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    }
  });
  list.addEventListener("mousedown", (event) => {
    const line = event.target.closest("[role=option]");
    if (!line) return;
    event.preventDefault();
    choose(items[[...list.children].indexOf(line)]);
  });
  return show;
}

/** One option: what it is called, what stands around it, and what it belongs to. Text only, never markup. */
function line(list, item, index) {
  const part = (name, text) => {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
  };
  const line = document.createElement("li");
  line.id = `${list.id}-${index}`;
  line.setAttribute("role", "option");
  line.append(part("what", item.label), part("group", item.group ?? ""));
  if (item.note) line.title = item.note;
  return line;
}
