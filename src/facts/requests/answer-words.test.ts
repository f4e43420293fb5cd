import { expect, it } from "vitest";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { addAnswerWords, type FreshAnswer } from "./answer-words.ts";

const get = (target: string, more: Partial<RecordedRequest> = {}): RecordedRequest => ({
  method: "GET",
  target,
  headers: {},
  status: 200,
  values: "recorded",
  at: "entry 1",
  ...more,
});
const page = (body: string, status = 200, location = ""): FreshAnswer => ({ status, location, body });

async function wordsOf(
  requests: readonly RecordedRequest[],
  site: Readonly<Record<string, FreshAnswer>>,
  rest = page("", 404),
) {
  const words = new Set<string>();
  const asked: string[] = [];
  await addAnswerWords(words, requests, (path) => {
    asked.push(path);
    return Promise.resolve(Object.hasOwn(site, path) ? site[path] : rest);
  });
  return { words: [...words], asked };
}

it("takes words of paths that are there, and of their answers", async () => {
  const { words } = await wordsOf([get("/admin/edit.php?user=jane"), get("/js/app.js")], {
    "/": page("", 302, "/setup%2Ffirst"),
    "/admin/edit.php": page("<form action=login>"),
    "/js/app.js": page('send("/v2/orders")'),
  });
  expect(words).toEqual(
    expect.arrayContaining(["admin", "edit.php", "js", "app.js", "login", "orders", "setup", "first"]),
  );
  expect(words).not.toContain("jane");
});

it("keeps no word of a path that is not there, nor of one where anything is", async () => {
  const answers = page("Hello jane", 200);
  expect((await wordsOf([get("/users/jane")], {})).words).toEqual([]);
  // Each path shows the same page, or leads to the login.
  expect((await wordsOf([get("/users/jane")], { "/": page("") }, answers)).words).toEqual([]);
  expect((await wordsOf([get("/users/jane")], {}, page("", 302, "/login"))).words).not.toContain("jane");
  // A folder is there, but each name in it.
  const site = { "/users/jane": answers, "/users/no-such-word-7f3a": answers };
  expect((await wordsOf([get("/users/jane")], site)).words).not.toContain("jane");
});

it("takes no word from an answer that repeats it, asks for no values and sends no queries", async () => {
  const { words, asked } = await wordsOf(
    [
      get("/search?q=jane"),
      get("/orders/A-5512x88120000000"),
      get("/a@b.example"),
      get("/gone", { status: 404 }),
      get("/made", { method: "POST" }),
      get("/docs", { values: "document" }),
    ],
    { "/search": page("no results for search") },
  );
  expect(asked).toEqual(["/", "/search", "/no-such-word-7f3a"]);
  expect(words).toEqual(["search", "no", "results", "for"]);
});

it("takes words of a path in a query, and of one that wants a login", async () => {
  const denied = page("denied jane", 401);
  const site = { "/i.php?r=/v2/posts": page("[]"), "/i.php?r=/v2/me": denied, "/i.php": page("") };
  const { words, asked } = await wordsOf([get("/i.php?a=jane&r=%2Fv2%2Fposts"), get("/i.php?r=/v2/me")], site);
  expect(words).toEqual(["i.php", "v2", "posts", "me"]);
  expect(asked.join("\n")).not.toContain("jane");
});

it("adds no word of the caller's values, and asks for queries without recorded values", async () => {
  const words = new Set<string>();
  const ask = (target: string) => Promise.resolve(page(target === "/?page=2" ? "shop of root1, page next" : ""));
  await addAnswerWords(words, [], ask, { queries: ["/?page=2"], without: new Set(["root1"]) });
  expect([...words]).toEqual(["shop", "of", "next"]);
});

it("asks for 200 paths and 100 words at most", async () => {
  const requests = Array.from({ length: 500 }, (_, at) => get(`/word${"x".repeat(at)}`));
  const { asked } = await wordsOf(requests, {}, page("", 200));
  expect(asked).toHaveLength(300);
});
