// The API and the pages over HTTP, on the embedded database without images; the OpenAPI file.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { questions } from "../../src/pipeline/fleet/ask.ts";
import { pages } from "../../src/reports/fleet/pages/index.ts";
import { serveFleet, type FleetServer } from "../../src/servers/fleet/serve-fleet.ts";
import { startFleet, type TestFleet } from "./test-fleet.ts";

let folder = "";
let test: TestFleet;
let server: FleetServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, []);
  server = await serveFleet({ answers: test.answers, port: 0, version: "0", readFirst: async () => false });
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it("has a page for each question", () => {
  expect(pages.map(({ question }) => question).sort()).toEqual(questions.map(({ name }) => name));
  expect(pages.length).toBeGreaterThanOrEqual(10);
});

it.each([
  ["", 200, "Images of the fleet"],
  ["status", 200, "No registry is named."],
  ["updates", 200, "Updates that help most"],
  ["changes", 200, "Nothing changed."],
  ["end-of-life", 200, "No image is read yet."],
  ["configurations?user=root", 200, "Images: 0"],
  ["packages?name=%3Cscript%3E", 200, "Package &lt;script&gt;"],
  ["packages", 400, "a name or a purl is needed"],
  ["vulnerabilities/CVE-2021-44228", 200, "CVE-2021-44228"],
  [`images/sha256:${"0".repeat(64)}`, 404, "Nothing of that name was seen."],
  ["repositories?name=registry.example/app", 404, "Nothing of that name was seen."],
])("serves the page %s", async (path, status, text) => {
  const response = await fetch(server.url + path);
  const page = await response.text();
  expect([response.status, page.includes(text)]).toEqual([status, true]);
  expect(page).not.toContain("<script");
  expect(page.length).toBeLessThan(60_000);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  // Nothing is clean by silence.
  if (status === 200) expect(page).toContain("No advisories: nothing is judged.");
});

it("refuses another name of this machine, another site, and another path", async () => {
  expect(await statusOf({ host: "evil.example" })).toBe(421);
  expect(await statusOf({ "sec-fetch-site": "cross-site" })).toBe(403);
  expect((await fetch(new URL("/", server.url))).status).toBe(404);
});

it("names the field of a wrong request", async () => {
  const response = await fetch(`${server.url}api/v1/vulnerabilities/CVE-1?limit=0`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: expect.stringMatching(/^limit: /) as string });
});

const hostileValues = [
  "",
  "\0",
  "'\"\\;--",
  "%",
  "\u202e\uD800",
  "-1",
  "1e999",
  "9".repeat(30),
  "x".repeat(2_000),
  "-271821-04-20",
  "<",
];

it.each(questions.map(({ name, path, input }) => ({ name, path, fields: Object.keys(input.shape) })))(
  "answers the question $name to any value of any parameter, or names the field",
  async ({ path, fields }) => {
    for (const field of [...fields, "unknown"])
      for (const value of hostileValues) {
        if (value === "" && path.includes(`{${field}}`)) continue;
        // What else it needs.
        const others = { id: "CVE-2021-44228", digest: `sha256:${"0".repeat(64)}`, name: "lodash" };
        const needed = Object.entries(others).filter(([name]) => name !== field && fields.includes(name));
        const values = new Map([...needed, [field, value]]);
        const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(values.get(name) ?? ""));
        const query = [...values].filter(([name]) => !path.includes(`{${name}}`));
        const search = query.map(([name, text]) => `${name}=${encode(text)}`).join("&");
        const response = await fetch(`${server.url}api/v1${address}?${search}`);
        const { error } = (await response.json()) as { error?: string };
        const what = `${field}=${JSON.stringify(value).slice(0, 40)}: ${response.status} ${error}`;
        expect([200, 400, 404], what).toContain(response.status);
        if (response.status === 400) expect(error, what).toMatch(new RegExp(`^${field}: |needed`));
        if (field === "unknown") expect(response.status, what).toBe(400);
      }
  },
);

it("finds the page that is meant by what was typed", async () => {
  const find = async (text: string) => {
    const response = await fetch(`${server.url}find?text=${encodeURIComponent(text)}`, { redirect: "manual" });
    return response.headers.get("location")?.replace(new URL(server.url).pathname, "");
  };
  expect(await find(" CVE-2021-44228")).toBe("vulnerabilities/CVE-2021-44228");
  expect(await find("@scope/name")).toBe("packages?name=%40scope%2Fname");
  expect(await find("registry.example/team/app")).toBe("repositories?name=registry.example%2Fteam%2Fapp");
});

it("is described by docs/schema/fleet.openapi.json", async () => {
  const file = new URL("../../docs/schema/fleet.openapi.json", import.meta.url);
  const { info, ...described } = JSON.parse(await readFile(file, "utf8")) as { info: object };
  const answer = (await (await fetch(`${server.url}api/v1/openapi.json`)).json()) as object;
  expect(answer).toEqual({ ...described, info: { ...info, version: "0" } });
});

it("refuses a second process on the folder, and names the first", async () => {
  await expect(startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [])).rejects.toThrow(
    `is in use by process ${process.pid}`,
  );
});

function statusOf(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(server.url, { headers }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

/** As a client that is not well-behaved writes it: also half a pair of surrogates, which no address can have. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
