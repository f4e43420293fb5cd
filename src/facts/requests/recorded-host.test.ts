import { expect, it } from "vitest";
import type { Step } from "../../domain/workload/step.ts";
import { namedStep } from "./named-step.ts";
import { recordedHost } from "./recorded-host.ts";

const step = (status: number): Step =>
  namedStep({ kind: "http", port: 80, method: "GET", path: "/", headers: {}, status, timeoutMs: 1 });
const to = (location: string, status = 301) => ({ status, headers: { location } });
const page = { status: 200, headers: {} };
const host = "shop.example:8080";

it.each([
  ["all answers lead elsewhere", [200, 302], [to("https://shop.example/"), to("https://a.example/", 302)], true],
  ["what was a page leads elsewhere", [200, 200], [page, to("http://localhost/posts/1")], false],
  [
    "what was a page leads to an address that a step captured",
    [200, 200],
    [page, to("[siteurl masked]/posts/1")],
    false,
  ],
  ["a step was not sent, the others lead elsewhere", [200, 200], [{}, to("https://shop.example/")], true],
])("names the recorded host where %s", (_, statuses, answers, isTls) => {
  expect(recordedHost(host, statuses.map(step), answers)).toEqual({
    host,
    ...(isTls && { "x-forwarded-proto": "https" }),
  });
});

it.each([
  ["pages are pages", [200], [page]],
  ["a redirect was recorded, too", [200, 302], [page, to("http://localhost/login", 302)]],
  ["a page leads to another path of the same host", [200, 200], [page, to("/posts/1")]],
  ["nothing was sent", [200], [{}]],
  ["there is no step", [], []],
])("names no host where %s", (_, statuses, answers) => {
  expect(recordedHost(host, statuses.map(step), answers)).toBeUndefined();
});
