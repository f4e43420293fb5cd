// Hand-made requests of Hurl, Bruno and Insomnia: what each says becomes the same request.
import { expect, it } from "vitest";
import { stringify } from "yaml";
import bruno from "./bruno.ts";
import httpFile from "./http-file.ts";
import hurl from "./hurl.ts";
import insomnia from "./insomnia.ts";
import type { RequestSource } from "./request-source.ts";

function read(source: RequestSource, file: string, text: string) {
  expect(source.recognizes(file, text.slice(0, 8192))).toBe(true);
  const reader = source.open(file);
  reader.push(Buffer.from(text));
  return reader.finish();
}

const login = { method: "POST", target: "/login?next=a%20b", host: "localhost:8080", values: "written" };
const order = { method: "POST", target: "/orders", host: "localhost:8080", values: "written" };

it("reads Hurl: sections, captures, statuses", () => {
  const text = `# the shop
POST http://localhost:8080/login
accept: application/json
[QueryStringParams]
next: a b
[FormParams]
user: jane
password: {{password}}
HTTP 200
[Captures]
login-token: jsonpath "$.data[0].token"
etag: header "ETag"
odd: xpath "string(//h1)"
[Asserts]
status == 200

POST http://localhost:8080/orders
Authorization: Bearer {{login-token}}
User-Agent: me
{
  "count": 1
}
HTTP/1.1 201

POST http://localhost:8080/files
[MultipartFormData]
title: a photo
photo: file,photo.png; image/png

PUT http://localhost:8080/raw
hex,00ff;

PUT http://localhost:8080/notes
\`\`\`
POST is no request here
\`\`\`
`;
  const { requests, notes } = read(hurl, "shop.hurl", text);
  expect(requests.slice(0, 2)).toMatchObject([
    {
      ...login,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: { text: "user=jane&password=${WORKLOAD_PASSWORD}" },
      status: 200,
      capture: { login_token: { json: "/data/0/token" }, etag: { header: "etag" } },
    },
    {
      ...order,
      headers: { authorization: "Bearer {{login_token}}", "content-type": "application/json" },
      body: { text: '{\n  "count": 1\n}' },
      status: 201,
    },
  ]);
  expect(requests[1]?.headers).not.toHaveProperty("user-agent");
  expect(requests[2]?.body).toMatchObject({
    parts: [
      { name: "title", value: "a photo" },
      { name: "photo", type: "image/png" },
    ],
  });
  expect(requests.slice(3).map(({ body }) => body)).toEqual([{ hex: "00ff" }, { text: "POST is no request here" }]);
  expect(notes).toEqual(["captures by XPath, filters or others that steps do not have: 1"]);
});

it("reads .http files: what later requests take from answers becomes captures, by each dialect", () => {
  const text = `@login = Basic jane {{password}}
@token = {{in.response.body.$.data[0].token}}
# @name in
POST http://localhost:8080/login?next=a%20b
Authorization: {{login}}

### begin
# @name upload
POST http://localhost:8080/uploads
Authorization: Bearer {{token}}

### content
PUT {{upload.response.headers.Location}}&digest=abc
X-Id: {{upload.id}}

hello

?? status == 201
### JetBrains
POST http://localhost:8080/orders

{"count": 1}

> {%
  client.global.set("order", response.body.items[0].id);
  client.global.set("place", response.headers.valueOf("Location"));
%}
### its order
GET http://localhost:8080/orders/{{order}}

> {% client.test("is there", () => client.assert(response.status === 404)); %}
### what no step can take
GET {{upload.response.body.//id}}
`;
  const { requests, notes } = read(httpFile, "shop.http", text);
  expect(requests).toMatchObject([
    { ...login, capture: { in_data_0_token: { json: "/data/0/token" } } },
    {
      headers: { authorization: "Bearer {{in_data_0_token}}" },
      capture: { upload_Location: { header: "location" }, upload_id: { json: "/id" } },
    },
    {
      method: "PUT",
      target: "/{{upload_Location}}&digest=abc",
      headers: { "x-id": "{{upload_id}}" },
      body: { text: "hello" },
      status: 201,
    },
    { ...order, capture: { order: { json: "/items/0/id" }, place: { header: "location" } } },
    { target: "/orders/{{order}}", status: 404 },
  ]);
  expect(requests[2]).not.toHaveProperty("host");
  expect(notes).toEqual(["requests with parts of answers that steps cannot capture: 1"]);
});

const brunoFiles = [
  "meta {\n  name: shop\n}\nheaders {\n  x-shop: yes\n}\n",
  "meta {\n  name: a\n  type: folder\n}\nauth {\n  mode: bearer\n}\nauth:bearer {\n  token: {{token}}\n}\n",
  `meta {
  name: in
  type: http
  seq: 1
}
post {
  url: {{host}}/login?next=x
  body: formUrlEncoded
  auth: none
}
params:query {
  next: a b
  ~page: 2
}
body:form-urlencoded {
  user: jane
  password: {{password}}
}
vars:post-response {
  token: res.body.data[0].token
}
script:pre-request {
  bru.setVar("x", 1)
}
`,
  `meta {
  name: order
  type: http
}
post {
  url: {{host}}/orders
  body: json
  auth: inherit
}
body:json {
  {
    "count": 1
  }
}
assert {
  res.status: eq 201
}
`,
];

it("reads Bruno: inherited headers and logins, captures, disabled parameters", () => {
  const { requests, notes } = read(bruno, "shop.bru", brunoFiles.join("\n"));
  expect(requests).toMatchObject([
    {
      ...login,
      host: "localhost",
      headers: { "x-shop": "yes", "content-type": "application/x-www-form-urlencoded" },
      body: { text: "user=jane&password=${WORKLOAD_PASSWORD}" },
      capture: { token: { json: "/data/0/token" } },
    },
    {
      ...order,
      host: "localhost",
      headers: { authorization: "Bearer {{token}}", "content-type": "application/json", "x-shop": "yes" },
      body: { text: '{\n  "count": 1\n}' },
      status: 201,
    },
  ]);
  expect(requests[0]?.headers).not.toHaveProperty("authorization");
  expect(notes).toEqual(["scripts and tests, which are not run: 1"]);
});

const requestsOfInsomnia = [
  {
    name: "in",
    url: "{{ _.base }}/login",
    method: "POST",
    parameters: [
      { name: "next", value: "a b" },
      { name: "page", value: "2", disabled: true },
    ],
    headers: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }],
    body: {
      mimeType: "application/x-www-form-urlencoded",
      params: [
        { name: "user", value: "jane" },
        { name: "password", value: "{{ _.password }}" },
      ],
    },
  },
  {
    name: "order",
    url: "{{ _.base }}/orders",
    method: "POST",
    body: { mimeType: "application/json", text: '{"count":1}' },
    authentication: { type: "bearer", token: "{{ _.token }}" },
  },
  { name: "chained", url: "{{ _.base }}/x", headers: [{ name: "x", value: "{% response 'body' %}" }] },
];
const environment = { base: "http://localhost:8080", password: "hunter2", token: "s3cret" };

it.each([
  [
    "4",
    JSON.stringify({
      _type: "export",
      __export_format: 4,
      resources: [
        ...requestsOfInsomnia.map((one, at) => ({ _type: "request", metaSortKey: at, ...one })).toReversed(),
        { _type: "environment", data: environment },
      ],
    }),
  ],
  [
    "5",
    stringify({
      type: "collection.insomnia.rest/5.0",
      collection: [{ name: "folder", children: requestsOfInsomnia }],
      environments: { data: environment },
    }),
  ],
])("reads Insomnia %s, and none of the secrets of its environment", (_, text) => {
  const { requests, notes } = read(insomnia, "insomnia.yaml", text);
  expect(requests).toMatchObject([
    { ...login, body: { text: "user=jane&password=${WORKLOAD_PASSWORD}" } },
    { ...order, headers: { authorization: "Bearer ${WORKLOAD_TOKEN}" }, body: { text: '{"count":1}' } },
  ]);
  expect(JSON.stringify(requests)).not.toMatch(/hunter2|s3cret/u);
  expect(notes).toEqual(["requests with template tags, which are not evaluated: 1"]);
});

it.each([
  [
    httpFile,
    "a.http",
    "# @name __proto__\nGET http://localhost/\n###\nGET {{__proto__.response.body.constructor}}/{{a.b",
  ],
  [hurl, "a.hurl", "GET http://localhost/\n[Query\n{{{{\n```"],
  [bruno, "a.bru", "get {\n  url\n}\nbody {\n"],
  [insomnia, "a.json", '{"__export_format":4,"resources":[{"_type":"request","url":7},null,[]]}'],
])("survives what is no whole file: %o", (source, file, text) => {
  expect(() => read(source, file, text)).not.toThrow();
});
