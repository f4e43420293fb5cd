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

const answered = {
  200: { content: { "application/json": { schema: { properties: { user: { properties: { token: {} } } } } } } },
};
const credentials = { properties: { email: { type: "string" }, password: { type: "string" } } };
const login = (schema: object) => ({
  post: { requestBody: { content: { "application/json": { schema } } }, responses: answered },
});

it.each<[string, object]>([
  ["flat", credentials],
  ["in an object", { properties: { user: credentials } }],
  ["in parts", { allOf: [{ properties: { email: {} } }, { properties: { password: {} } }] }],
])("registers, logs in and sends the token: fields %s", (_, schema) => {
  const { requests } = read({
    "/me": { get: { security: [{ Token: [] }], responses: { 200: {} } } },
    "/users/login": login(schema),
    "/users": login(schema),
  });
  expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
    "POST /users",
    "POST /users/login",
    "GET /me",
  ]);
  expect(JSON.stringify(requests[0]?.body)).toContain("Pw-{{client}}-x");
});

it.each<[object, object]>([
  [{ in: "header", name: "Authorization" }, { authorization: "Bearer {{token}}" }],
  [{ in: "header", name: "Authorization", description: "As `Token xxxx.yyyy`" }, { authorization: "Token {{token}}" }],
  [{ in: "header", name: "X-Token" }, { "x-token": "{{token}}" }],
  [{ in: "header", name: "X-Shop-Key" }, { "x-shop-key": "${WORKLOAD_X_SHOP_KEY}" }],
])("a key in a header %j is the token of the document's login, where it can be", (scheme, headers) => {
  const text = JSON.stringify({
    openapi: "3.1.0",
    paths: { "/me": { get: { security: [{ Key: [] }], responses: { 200: {} } } }, "/login": login(credentials) },
    components: { securitySchemes: { Key: { type: "apiKey", ...scheme } } },
  });
  const reader = openapi.open("a.json");
  reader.push(Buffer.from(text));
  expect(reader.finish().requests.find(({ target }) => target === "/me")?.headers).toEqual(headers);
});

it("takes a value that `allOf` only describes for what it is", () => {
  const parts = (schema: object) => ({ allOf: [schema], description: "of the order" });
  const properties = {
    at: parts({ type: "string", format: "date" }),
    count: parts({ type: "integer" }),
    tags: parts({ type: "array", items: { type: "string" } }),
    place: parts({ type: "object", properties: { city: { type: "string" } } }),
    state: parts({ enum: ["open", "done"] }),
  };
  const body = { content: { "application/json": { schema: { type: "object", properties } } } };
  const [request] = read({ "/orders": { post: { requestBody: body, responses: { 201: {} } } } }).requests;
  expect(request?.body).toEqual({
    text: '{"at":"2026-01-15","count":1,"tags":["a tags"],"place":{"city":"a city"},"state":"open"}',
  });
});
