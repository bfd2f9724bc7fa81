axe.run(document, { runOnly: RULES, resultTypes: ["violations"] }).then(found =>
    found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node => {
        const why = node.any[0] || node.all[0] || node.none[0];
        return `${rule.id}: ${rule.help}: ${node.target.join(" ")}` + (why ? ` (${why.message})` : "");
    })))
