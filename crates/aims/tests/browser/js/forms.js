[...document.forms].map(it => [it.method, new URL(it.action).pathname,
    it.querySelectorAll("button, input[type=submit]").length])
