// Rows by keyboard: j and k walk, x ticks, Enter opens; a head-box ticks all; the form counts what is ticked.

const rows = () => [...document.querySelectorAll("[data-href]")];
let at = -1;

/** Goes to the next or the last row and puts the focus on its link. */
export function walk(step) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[at].classList.add("at");
  const link = all[at].querySelector("a[href]");
  link?.focus();
  all[at].scrollIntoView({ block: "nearest" });
}

/** Ticks the row, or takes the tick away. */
export function tick() {
  rows()[at]?.querySelector("input[type=checkbox]")?.click();
}

export function lists() {
  const form = document.querySelector("#rows");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const head = form.querySelector("thead .pick");
  const count = form.querySelector("#ticked");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head?.textContent.trim() ?? "");
  head?.replaceChildren(all);
  const told = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = ticked ? String(ticked) : "";
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    told();
  });
  let last = null;
  form.addEventListener("click", (event) => {
    const box = event.target;
    if (!boxes.includes(box)) return;
    // With the shift key everything from the last tick to this one is ticked.
    if (event.shiftKey && last) {
      const [from, until] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, until + 1).forEach((it) => (it.checked = box.checked));
    }
    last = box;
    told();
  });
  told();
}
