(() => {
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return ["", ""];
    const words = text => (text || "").replace(/\s+/g, " ").trim();
    const by = (it.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id)?.textContent).join(" ");
    const label = it.labels && it.labels[0] ? it.labels[0].textContent : "";
    const name = words(it.getAttribute("aria-label") || by || label || it.textContent || it.value || it.title);
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const shadowed = style.boxShadow !== "none";
    // Within a date, Chromium marks the part and the button that have the focus by itself.
    const inside = it.tagName === "INPUT" && /date|time|month|week/.test(it.type) && !it.matches(":focus-visible");
    let wrong = "";
    if (!outlined && !shadowed && !inside) wrong = "the focus cannot be seen";
    else if (box.width < 1 || box.height < 1) wrong = "has no size";
    else if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) wrong = "lies outside the window";
    else {
        const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
        const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1);
        const top = document.elementFromPoint(x, y);
        const label = it.labels && [...it.labels].some(one => one.contains(top));
        if (top && !it.contains(top) && !top.contains(it) && !label) wrong = "is covered by " + top.tagName + "." + top.className;
    }
    return [name, wrong];
})()
