import { describe, expect, it } from "vitest";
import type { HttpStep } from "../../domain/workload/step.ts";
import { withClientNames, withoutClientNames } from "./client-names.ts";

const step = (method: string, path: string, more: Partial<HttpStep> = {}): HttpStep => ({
  kind: "http",
  name: `${method} ${path}`,
  port: 80,
  method,
  path,
  headers: {},
  status: 200,
  timeoutMs: 1000,
  ...more,
});
const paths = (...steps: readonly HttpStep[]) => withClientNames(steps).map(({ path }) => path);

describe("withClientNames", () => {
  it("names what the steps make and delete by client, also in folders that they make", () => {
    const steps = [
      step("MKCALENDAR", "/ada/garden/", { status: 201 }),
      step("PUT", "/ada/garden/beans.ics", { status: 201 }),
      step("GET", "/ada/garden/beans.ics?x=1"),
      step("PROPFIND", "/ada/"),
      step("DELETE", "/ada/garden/beans.ics"),
      step("DELETE", "/ada/garden/"),
    ];
    expect(paths(...steps)).toEqual([
      "/ada/garden-{{client}}/",
      "/ada/garden-{{client}}/beans-{{client}}.ics",
      "/ada/garden-{{client}}/beans-{{client}}.ics?x=1",
      "/ada/",
      "/ada/garden-{{client}}/beans-{{client}}.ics",
      "/ada/garden-{{client}}/",
    ]);
  });

  it("follows a MOVE to its destination, and names in a body", () => {
    const href = "<href>/a/b.ics</href>";
    const [, move, report, remove] = withClientNames([
      step("PUT", "/a/b.ics"),
      step("MOVE", "/a/b.ics", { headers: { destination: "http://localhost/a/c.ics", overwrite: "T" } }),
      step("REPORT", "/a/", { body: `${href}<href>/a/b.icsx</href>` }),
      step("DELETE", "/a/c.ics"),
    ]);
    expect(move).toMatchObject({
      path: "/a/b-{{client}}.ics",
      headers: { destination: "http://localhost/a/c-{{client}}.ics", overwrite: "T" },
    });
    expect(report).toMatchObject({ path: "/a/", body: "<href>/a/b-{{client}}.ics</href><href>/a/b.icsx</href>" });
    expect(remove?.path).toBe("/a/c-{{client}}.ics");
  });

  it.each([
    ["nothing deletes it", [step("PUT", "/a/b"), step("GET", "/a/b")]],
    ["nothing made it", [step("GET", "/a/b"), step("DELETE", "/a/b")]],
    ["it was deleted before", [step("DELETE", "/a/b"), step("PUT", "/a/b")]],
    ["making it is refused", [step("PUT", "/a/b", { status: 403 }), step("DELETE", "/a/b")]],
    ["deleting it is refused", [step("PUT", "/a/b"), step("DELETE", "/a/b", { status: 404 })]],
    ["an answer gave the name", [step("PUT", "/a/{{id}}"), step("DELETE", "/a/{{id}}")]],
    ["the caller gives the name", [step("PUT", "/a/${NAME}"), step("DELETE", "/a/${NAME}")]],
    ["it is everything", [step("PUT", "/"), step("DELETE", "/")]],
  ])("leaves names where %s", (_, steps) => {
    expect(withClientNames(steps)).toEqual(steps);
  });

  it("changes no longer name that begins alike", () => {
    expect(paths(step("PUT", "/a/b"), step("GET", "/a/b-2"), step("GET", "/a/b.txt"), step("DELETE", "/a/b"))).toEqual([
      "/a/b-{{client}}",
      "/a/b-2",
      "/a/b.txt",
      "/a/b-{{client}}",
    ]);
  });

  it("leaves the same path of another server", () => {
    const steps = [step("PUT", "/a", { at: "db" }), step("GET", "/a"), step("DELETE", "/a", { at: "db" })];
    expect(paths(...steps)).toEqual(["/a-{{client}}", "/a", "/a-{{client}}"]);
  });

  it("is undone for the route", () => {
    expect(withoutClientNames("/a-{{client}}/b-{{client}}.ics")).toBe("/a/b.ics");
  });
});
