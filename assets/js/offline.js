// Lets the worker of the site run for those who sell; it is told the reader's language, and what to keep at first.
import { lose } from "./sending.js";

export function workOffline() {
  const workers = navigator.serviceWorker;
  if (!workers || !document.body.dataset.account || "offline" in document.body.dataset) return;
  const first = !workers.controller;
  workers.addEventListener("message", (event) => event.data.lost && lose());
  workers.register("/service-worker.js").then(() => workers.ready).then(({ active }) => {
    active.postMessage({ language: document.documentElement.lang.slice(0, 2) });
    if (first) active.postMessage({ keep: ["/seller", "/seller/orders"] });
  }).catch(() => {}); // without a worker the site only needs its connection
}
