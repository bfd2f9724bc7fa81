(() => {
    const root = document.scrollingElement, room = root.clientWidth;
    if (root.scrollWidth <= room) return null;
    const contained = it => {
        for (let up = it.parentElement; up && up !== root; up = up.parentElement) {
            if (getComputedStyle(up).overflowX !== "visible" && up.getBoundingClientRect().right <= room + 1) return true;
        }
        return false;
    };
    let worst = null, right = room;
    for (const it of document.body.querySelectorAll("*")) {
        const end = it.getBoundingClientRect().right;
        if (end > right + 0.5 && !contained(it)) { worst = it; right = end; }
    }
    const named = it => it.tagName.toLowerCase() + (it.id ? "#" + it.id : "") + [...it.classList].map(c => "." + c).join("");
    const path = it => it && it.parentElement && it !== document.body ? path(it.parentElement).concat(named(it)) : [];
    const at = worst ? path(worst).slice(-4).join(" > ") : "something that cannot be told";
    return `${root.scrollWidth - room} px too wide, most of all ${at} (ends at ${Math.round(right)})`;
})()
