number => {
    document.querySelectorAll("details").forEach(it => it.open = true);
    const form = document.forms[number];
    // What opens by itself, without a script, is opened as its button would.
    const layer = form.closest("[popover], dialog");
    const opener = layer && document.querySelector(`[popovertarget="${layer.id}"], [commandfor="${layer.id}"]`);
    if (opener && layer.popover) layer.showPopover();
    else if (opener) layer.showModal();
    for (const it of form.elements) {
        if (it.tagName === "SELECT" && !it.value && it.options.length > 1) it.selectedIndex = 1;
        if (!["INPUT", "TEXTAREA"].includes(it.tagName) || it.value || it.readOnly) continue;
        if (it.type === "email") it.value = "somebody@northfen.example";
        else if (it.type === "password") it.value = "a long enough password";
        else if (it.required && it.type === "date") it.value = "2026-01-31";
        else if (it.required && it.type === "number") it.value = it.min || "1";
        else if (it.required && it.type === "checkbox") it.checked = true;
        else if ((it.required || ["title", "f.title", "why"].includes(it.name)) && it.type !== "file") it.value = "Something";
    }
    const box = form.querySelector("tbody input[type=checkbox]") || form.querySelector("input[type=checkbox]:required");
    if (box) box.checked = true;
    const button = [...form.elements].find(it => it.type === "submit" && !it.disabled && it.checkVisibility());
    if (button) button.focus();
    const bad = [...form.elements].filter(it => it.willValidate && it.type !== "file" && !it.checkValidity()).map(it => it.name);
    return [form.querySelectorAll("input[type=file]").length, !!button, bad.join(" ")];
}
