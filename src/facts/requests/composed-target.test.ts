import { expect, it } from "vitest";
import { ownRequests } from "./own-requests.ts";

const project = {
  service: "web",
  services: new Set(["web", "auth", "db", "admin"]),
  companions: new Set(["auth", "db"]),
  published: new Map([
    [8080, { service: "web", port: 80 }],
    [8443, { service: "web", port: 443 }],
    [9000, { service: "auth", port: 8000 }],
    [9999, { service: "admin", port: 80 }],
  ]),
};

const request = (host: string | undefined, tls = false) =>
  ({
    ...(host !== undefined && { host }),
    tls,
    method: "GET",
    target: "/",
    headers: {},
    values: "written",
    at: "line 1",
  }) as const;

it.each<[string, string | undefined, boolean, readonly [number | undefined, string | undefined] | undefined]>([
  ["the container's port", "localhost:8080", false, [80, undefined]],
  ["its port of TLS", "127.0.0.1:8443", true, [443, undefined]],
  ["a companion's port", "localhost:9000", false, [8000, "auth"]],
  ["a companion's name", "auth:8000", false, [8000, "auth"]],
  ["the service's own name", "web", false, [80, undefined]],
  ["a port that the project does not publish", "localhost:3000", false, [undefined, undefined]],
  ["no host", undefined, false, [undefined, undefined]],
  ["a service that does not start", "localhost:9999", false, undefined],
])("takes %s", (_, host, tls, expected) => {
  const source = { file: "a.http", notes: [], requests: [request("localhost:8080"), request(host, tls)] };
  const { own, otherHosts } = ownRequests([source], [], project);
  if (expected === undefined) {
    expect(own).toHaveLength(1);
    expect([...otherHosts]).toEqual([["localhost:9999, service admin, which is not started", 1]]);
  } else expect([own[1]?.request.port, own[1]?.companion]).toEqual(expected);
});

it("leaves requests to other machines as they are", () => {
  const source = { file: "a.http", notes: [], requests: [request("localhost:8080"), request("pay.example")] };
  expect([...ownRequests([source], [], project).otherHosts]).toEqual([["pay.example", 1]]);
});
