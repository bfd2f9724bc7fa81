// What the server finds for a text: the newest question wins, older answers are dropped.
let asked = null;

/** Records that a text finds; nothing when the question was overtaken or cannot be answered. */
export async function find(text, limit = 8) {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams({ q: text, limit });
  try {
    const answer = await fetch(`/api/v1/search?${query}`, { signal: asked.signal, headers: { accept: "application/json" } });
    if (!answer.ok) return [];
    return (await answer.json()).hits.map(({ record, place }) => ({
      href: `/${record.kind}/${record.id}`,
      label: `${record.id} ${record.title}`.trim(),
      note: place ? place[1] : "",
      group: nameOf(record.kind),
    }));
  } catch {
    return null;
  }
}

/** The name of a kind, as the navigation has it. */
function nameOf(kind) {
  return document.querySelector(`#nav a[href="/${CSS.escape(kind)}"]`)?.dataset.new ?? kind;
}

/** Waits until nothing was called for a moment. */
export function calmly(work, pause = 120) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), pause);
  };
}
