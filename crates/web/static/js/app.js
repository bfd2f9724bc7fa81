// The face with scripts: quicker ways to what links and forms do without them. Each module is one habit.
import { keys } from "./keys.js";
import { instantSearch } from "./search.js";
import { palette } from "./palette.js";
import { lists } from "./list.js";
import { facets } from "./counts.js";
import { live } from "./live.js";
import "./form.js";

document.documentElement.classList.add("scripted");

// A message says that something was done once; going back or reloading must not say it again.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here);
}

// Groups of the navigation stay open as they were left.
const groups = document.querySelectorAll("#nav details");
const opened = new Set(JSON.parse(sessionStorage.getItem("nav") ?? "[]"));
groups.forEach((group, index) => {
  if (opened.has(index)) group.open = true;
  group.addEventListener("toggle", () => {
    const open = [...groups.keys()].filter((at) => groups[at].open);
    sessionStorage.setItem("nav", JSON.stringify(open));
  });
});

instantSearch();
const open = palette();
lists();
facets();
live();
keys(open);
