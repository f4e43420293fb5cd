import { expect, it } from "vitest";
import postman from "./postman.ts";

const basic = { type: "basic", basic: [{ key: "username", value: "app" }] };
const bearer = { type: "bearer", bearer: [{ key: "token", value: "Tr0ub4dor-and-3" }] };

/** Headers of a request that has `own`, in a folder and a collection with theirs. */
function headersOf(own: unknown, folder?: unknown, collection?: unknown) {
  const reader = postman.open("a.json");
  const item = { name: "a", request: { method: "GET", url: "http://localhost/a", auth: own } };
  const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
  const root = { info: { name: "a", schema }, auth: collection, item: [{ name: "b", auth: folder, item: [item] }] };
  reader.push(Buffer.from(JSON.stringify(root)));
  return reader.finish().requests[0]?.headers;
}

it.each([
  ["a request", [basic], "Basic ${WORKLOAD_BASIC}"],
  ["a folder", [undefined, basic], "Basic ${WORKLOAD_BASIC}"],
  ["the collection", [undefined, undefined, basic], "Basic ${WORKLOAD_BASIC}"],
  ["a request, above all others", [basic, bearer, bearer], "Basic ${WORKLOAD_BASIC}"],
  ["a request that inherits by null", [null, basic], "Basic ${WORKLOAD_BASIC}"],
] as const)("takes the login of %s", (_, [own, folder, collection], authorization) => {
  expect(headersOf(own, folder, collection)).toEqual({ authorization });
});

it.each([
  ["none is meant", [{ type: "noauth" }, basic]],
  ["none is there", []],
  ["it is of an unknown kind", [{ type: "hawk" }]],
  ["it is no object", ["basic"]],
] as const)("sends no login where %s", (_, [own, folder]) => {
  expect(headersOf(own, folder)).toEqual({});
});
