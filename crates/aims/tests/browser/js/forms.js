[...document.forms].filter(form => [...form.elements].some(it => it.type !== "hidden")).map(form => [
    form.method,
    new URL(form.action).pathname,
    form.querySelectorAll("button, input[type=submit]").length,
    [...document.forms].indexOf(form),
])
