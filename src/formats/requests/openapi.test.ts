import { expect, it } from "vitest";
import openapi from "./openapi.ts";

function read(paths: object) {
  const text = JSON.stringify({ openapi: "3.1.0", paths });
  expect(openapi.recognizes("a.json", text)).toBe(true);
  const reader = openapi.open("a.json");
  reader.push(Buffer.from(text));
  return reader.finish();
}

it("takes values of parameters from where links say, and sends the request that gives them first", () => {
  const { requests } = read({
    "/stamps/{code}": {
      parameters: [{ name: "code", in: "path", required: true, schema: { type: "string" } }],
      get: {
        operationId: "readStamp",
        parameters: [{ name: "version", in: "query", schema: { type: "string" } }],
        responses: { 200: {} },
      },
    },
    "/print": {
      post: {
        operationId: "print",
        responses: {
          201: {
            links: {
              Read: {
                operationId: "readStamp",
                parameters: { "path.code": "$response.body#/made/code", version: "$response.header.ETag" },
              },
              Other: { operationId: "readStamp", parameters: { code: "$request.path.x" } },
            },
          },
        },
      },
    },
  });
  expect(requests).toMatchObject([
    { target: "/print", capture: { print_code: { json: "/made/code" }, print_version: { header: "etag" } } },
    { target: "/stamps/{{print_code}}?version={{print_version}}" },
  ]);
});

it("reads documents without operations, with operations that are none, and in circles", () => {
  expect(read({ "/a": { get: 1 }, b: { get: {} }, "/c": { $ref: "#/paths/~1c" } }).requests).toEqual([]);
  expect(read([]).requests).toEqual([]);
});
