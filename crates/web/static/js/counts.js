// The counts of a field open within the list; without this the link leads to a page of them.

/** Fetches the counts that a link leads to. */
async function counts(link) {
  const answer = await fetch(link.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return answer.ok ? page.querySelector("#counts") : null;
}

/** Shows them beside the link; where that fails, the page opens instead. */
async function open(link) {
  const found = await counts(link).catch(() => null);
  if (!found) return location.assign(link.href);
  const pop = document.createElement("div");
  pop.className = "pop";
  pop.popover = "auto";
  pop.append(found);
  pop.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    link.setAttribute("aria-expanded", "false");
    if (pop.contains(document.activeElement) || document.activeElement === document.body) link.focus();
    pop.remove();
  });
  link.after(pop);
  pop.showPopover({ source: link });
  link.setAttribute("aria-expanded", "true");
  pop.tabIndex = -1;
  (pop.querySelector("a") ?? pop).focus();
}

export function facets() {
  document.querySelectorAll(".facet").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (link.getAttribute("aria-expanded") === "false") open(link);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  });
}
