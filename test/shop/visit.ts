import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { executablePath } from "../web/browser.ts";

export interface Visitor {
  readonly email: string;
  readonly password: string;
}

/** Everything that the shop offers, as its page would ask for it: all but what wants an administrator, a signature, a code, or is a stream. */
function visit(visitor: Visitor): string {
  return `(async ({ email, password }) => {
    let headers = {};
    const send = async (method, path, json, more = {}) => {
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const type = json === undefined ? {} : { "content-type": "application/json" };
      const answer = await fetch(path, { method, headers: { ...type, ...headers }, ...body, ...more });
      const text = await answer.text();
      if (!answer.ok) throw new Error(method + " " + path + ": " + answer.status + " " + text);
      return text === "" ? undefined : JSON.parse(text);
    };
    await send("GET", "/health");
    await send("POST", "/api/register", { email, password });
    const { access_token } = await send("POST", "/api/login", { email, password });
    await send("POST", "/session", undefined, { body: new URLSearchParams({ email, password }), headers });
    await send("GET", "/account");
    await send("GET", "/api/products");
    await send("GET", "/api/products/newest");
    await send("GET", "/api/changes");
    await send("GET", "/api/reachable");
    await send("GET", "/api/stock");
    headers = { authorization: "Bearer " + access_token };
    await send("GET", "/api/me");
    const product = await send("POST", "/api/products", { name: "Walnut desk", sku: "W-" + (1000 + email.length), price: 420 });
    await send("GET", "/api/products/" + product.id);
    await send("PUT", "/api/products/" + product.id, { name: "Walnut desk", sku: "W-" + (2000 + email.length), price: 410 });
    await send("PATCH", "/api/products/" + product.id, { price: 400 });
    await send("POST", "/api/products/" + product.id + "/reviews", { text: "Very sturdy, thanks." });
    await send("GET", "/api/products/" + product.id + "/reviews");
    await send("GET", "/api/search?q=" + encodeURIComponent("Walnut desk"));
    await send("GET", "/api/categories");
    const category = await send("POST", "/api/categories", { title: "Garden and home" });
    await send("GET", "/api/categories/" + category.id);
    await send("GET", "/api/orders");
    const order = await send("POST", "/api/orders", { product_id: product.id, quantity: 2 });
    await send("GET", "/api/orders/" + order.id);
    await send("PUT", "/api/orders/" + order.id, { product_id: product.id, quantity: 3 });
    await send("POST", "/graphql", { query: "query List { products { name } }" });
    const { csrf_token } = await send("GET", "/api/form");
    await send("POST", "/api/contact", { message: "When do you open?" }, { headers: { "content-type": "application/json", "x-csrf-token": csrf_token } });
    const form = new FormData();
    form.append("title", "A photo of mine");
    form.append("file", new Blob(["photo"], { type: "text/plain" }), "photo.txt");
    await send("POST", "/api/uploads", undefined, { body: form });
    for (const need of ["labels", "backup", "reports", "export"]) await send("POST", "/api/" + need);
    await send("DELETE", "/api/orders/" + order.id);
    await send("DELETE", "/api/products/" + product.id);
    await send("POST", "/api/logout");
  })(${JSON.stringify(visitor)})`;
}

/** A HAR of a browser's visit; `bare` as its developer tools save it: without cookies and logins. */
export async function recordVisit(url: string, visitor: Visitor, bare: boolean): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  const path = join(folder, "visit.har");
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext({ recordHar: { path, content: "embed" } });
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(visit(visitor));
    await context.close();
    const text = readFileSync(path, "utf8");
    return bare ? withoutLogins(text) : text;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

interface Part {
  headers: { name: string }[];
  cookies: unknown[];
}

function withoutLogins(text: string): string {
  const har = JSON.parse(text) as { log: { entries: { request: Part; response: Part }[] } };
  for (const { request, response } of har.log.entries)
    for (const part of [request, response]) {
      part.headers = part.headers.filter(({ name }) => !/^(?:cookie|set-cookie|authorization)$/iu.test(name));
      part.cookies = [];
    }
  return JSON.stringify(har);
}
