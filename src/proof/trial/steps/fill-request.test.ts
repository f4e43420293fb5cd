import { describe, expect, it } from "vitest";
import type { HttpStep } from "../../../domain/workload/step.ts";
import { openClient, openTrialCaptures } from "./client.ts";
import { fillRequest, neededCaptures } from "./fill-request.ts";

const plain: HttpStep = {
  kind: "http",
  name: "s",
  port: 80,
  method: "POST",
  path: "/",
  headers: {},
  status: 200,
  timeoutMs: 1000,
};
const maker: HttpStep = { ...plain, capture: { id: { json: "/id" }, place: { header: "location" } } };

function filled(step: Partial<HttpStep>, values: Readonly<Record<string, string>> = {}) {
  const trial = openTrialCaptures();
  const client = openClient(trial, { life: 0, number: 3, keepsCookies: false });
  for (const [name, value] of Object.entries(values)) client.capture(name, value, maker);
  return fillRequest({ ...plain, ...step }, [maker], { client, trial });
}

describe("fillRequest", () => {
  it("fills path, headers, body and parts", () => {
    const step = {
      path: "/users/{{id}}?x={{id}}",
      headers: { authorization: "Bearer {{id}}" },
      body: '{"id":"{{id}}"}',
      multipart: [{ name: "a", value: "{{id}}" }],
    };
    expect(filled(step, { id: "42" })).toMatchObject({
      path: "/users/42?x=42",
      headers: { authorization: "Bearer 42" },
      body: '{"id":"42"}',
      multipart: [{ name: "a", value: "42" }],
    });
  });

  it("encodes a value for its position", () => {
    expect(filled({ body: '{"a":"{{id}}"}' }, { id: 'say "x"\n' })).toMatchObject({ body: '{"a":"say \\"x\\"\\n"}' });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    expect(filled({ headers, body: "a={{id}}" }, { id: "a b&c" })).toMatchObject({ body: "a=a+b%26c" });
    expect(filled({ path: "/x/{{id}}" }, { id: "ä b" })).toMatchObject({ path: "/x/%C3%A4%20b" });
    expect(filled({ headers: { a: "{{id}}" } }, { id: "x\r\ny" })).toMatchObject({ headers: { a: "x  y" } });
  });

  it("uses a captured location as the path", () => {
    expect(filled({ path: "/{{place}}" }, { place: "http://localhost:5000/v2/u/1?s=a" })).toMatchObject({
      path: "/v2/u/1?s=a",
    });
    expect(filled({ path: "/{{place}}" }, { place: "/v2/u/1" })).toMatchObject({ path: "/v2/u/1" });
    expect(filled({ path: "/{{place}}&digest=x" }, { place: "/v2/u/1?s=a" })).toMatchObject({
      path: "/v2/u/1?s=a&digest=x",
    });
  });

  it("generates ten digits per step, and ten per client", () => {
    const trial = openTrialCaptures();
    const client = openClient(trial, { life: 1, number: 12, keepsCookies: false });
    const step = { ...plain, path: "/{{unique}}/{{unique}}/{{client}}" };
    expect(fillRequest(step, [], { client, trial })).toMatchObject({ path: "/2001200001/2001200001/2001200000" });
    expect(fillRequest(step, [], { client, trial })).toMatchObject({ path: "/2001200002/2001200002/2001200000" });
  });

  it("keeps a name that no step captures", () => {
    expect(filled({ body: "{{ x }} {{other}}" })).toMatchObject({ body: "{{ x }} {{other}}" });
  });

  it("names the step whose capture failed", () => {
    expect(filled({ path: "/{{id}}" })).toEqual({ problem: "not sent: {{id}} was not captured" });
  });
});

it("lists the names that a step uses", () => {
  expect(neededCaptures({ ...plain, path: "/{{a}}", body: "{{b}}" })).toEqual(["a", "b"]);
});
