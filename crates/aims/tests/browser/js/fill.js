number => {
    const form = document.forms[number];
    for (const it of form.elements) {
        if (it.tagName === "SELECT" && !it.value && it.options.length > 1) it.selectedIndex = 1;
        if (!["INPUT", "TEXTAREA"].includes(it.tagName) || it.value || it.readOnly) continue;
        if (it.type === "email") it.value = "somebody@northfen.example";
        else if (it.type === "password") it.value = "a long enough password";
        else if (it.required && it.type === "date") it.value = "2026-01-31";
        else if (it.required && it.type === "number") it.value = it.min || "1";
        else if (it.required && it.type === "checkbox") it.checked = true;
        else if ((it.required || it.name === "title" || it.name === "f.title" || it.name === "why") && it.type !== "file")
            it.value = "Something";
    }
    const box = form.querySelector("tbody input[type=checkbox]");
    if (box) box.checked = true;
    const button = form.querySelector("button:not([disabled]), input[type=submit]");
    button.focus();
    return form.querySelectorAll("input[type=file]").length;
}
