// The worker of the site. It keeps the shell (style, script, fonts, icons, a page for no connection) of today's build,
// and, for the one seller who reads here, a copy of Today and of the order list: to be read only, for a day at most.
// Other pages, and all pages of buyers, are never kept. What is needed to fill the list in comes from the server
// (marketplace/web/offline.py), as `self.SHELL`.
const { version, files, pages } = self.SHELL;
const SHELL = `shell-${version}`;
const READER = "reader";
const LANGUAGE = "/reader/language";
const KEPT_FOR_MS = 24 * 3600 * 1000;
const KEPT_AT = "X-Kept-At";
const OTHER_PERSON = ["/login", "/logout", "/signup", "/seller/switch"];

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "GET" ? read(event, address) : send(request, address));
  else if (request.method === "GET" && address.pathname.startsWith("/static/built/")) event.respondWith(shell(request));
});
self.addEventListener("message", (event) => {
  if (event.data.language in pages) event.waitUntil(remember(event.data.language));
  if (event.data.keep) event.waitUntil(Promise.all(event.data.keep.map(fetchAndKeep)));
});

async function prepare() {
  const cache = await caches.open(SHELL);
  const asked = [...files, ...Object.values(pages)].map((file) => new Request(file, { credentials: "omit" }));
  await cache.addAll(asked);
  await self.skipWaiting();
}

async function takeOver() {
  await forget((name) => name.startsWith("shell-") && name !== SHELL);
  await forgetOld();
  await self.clients.claim();
}

async function shell(request) {
  const kept = await caches.match(request.url, { cacheName: SHELL, ignoreVary: true });
  return kept ?? fetch(request);
}

async function read(event, address) {
  try {
    const answer = await fetch(event.request);
    const name = nameOf(address);
    if (name) event.waitUntil(keep(name, answer.clone()));
    return answer;
  } catch {
    return (await copyOf(nameOf(address))) ?? (await pageWithoutConnection());
  }
}

// A form that cannot be sent leaves its page as it is: an answer without content does not replace it.
async function send(request, address) {
  if (OTHER_PERSON.includes(address.pathname)) await forget((name) => name.startsWith("kept-"));
  try {
    return await fetch(request);
  } catch {
    for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ lost: true });
    return new Response(null, { status: 204 });
  }
}

// Only Today and the order list by its state: no search, no further page, nothing of one order.
function nameOf(address) {
  const tab = address.searchParams.get("tab");
  if (address.pathname === "/seller" && !address.search) return "/seller";
  if (address.pathname !== "/seller/orders" || [...address.searchParams.keys()].some((name) => name !== "tab")) return null;
  return `/seller/orders?tab=${tab ?? "to-accept"}`;
}

async function fetchAndKeep(path) {
  const name = nameOf(new URL(path, self.location.origin));
  if (name) await keep(name, await fetch(path, { redirect: "manual" }));
}

async function keep(name, answer) {
  if (answer.status >= 500) return;
  const account = answer.headers.get("X-Account");
  const mine = `kept-${account}`;
  await forget((other) => other.startsWith("kept-") && other !== mine); // whoever else read here, or nobody is signed in
  if (!account || !answer.ok) return;
  const page = readOnly(await answer.text());
  const headers = { "Content-Type": "text/html; charset=utf-8", [KEPT_AT]: String(Date.now()) };
  headers["Content-Security-Policy"] = answer.headers.get("Content-Security-Policy");
  const cache = await caches.open(mine);
  await cache.put(name, new Response(page, { headers }));
}

function readOnly(page) {
  return page
    .replace("data-kept hidden", "data-kept")
    .replace("<body ", "<body data-offline ")
    .replace(/(name="(?:csrf_token|submit_key)" value=")[^"]*/g, "$1");
}

async function copyOf(name) {
  await forgetOld();
  return name ? caches.match(name) : undefined;
}

async function pageWithoutConnection() {
  const reader = await caches.match(LANGUAGE, { cacheName: READER });
  const language = reader ? await reader.text() : "vi";
  return (await caches.match(pages[language], { cacheName: SHELL, ignoreVary: true })) ?? Response.error();
}

async function remember(language) {
  const cache = await caches.open(READER);
  await cache.put(LANGUAGE, new Response(language));
}

async function forget(isIn) {
  for (const name of await caches.keys()) if (isIn(name)) await caches.delete(name);
}

async function forgetOld() {
  for (const name of (await caches.keys()).filter((each) => each.startsWith("kept-"))) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const kept = await cache.match(key);
      if (Date.now() - Number(kept.headers.get(KEPT_AT)) > KEPT_FOR_MS) await cache.delete(key);
    }
  }
}
