import { expect, it } from "vitest";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { safeRequests } from "./safe-requests.ts";

const post = (target: string, json: unknown, answer: unknown, status = 200): RecordedRequest => ({
  method: "POST",
  target,
  headers: {},
  body: { text: JSON.stringify(json) },
  status,
  answer: { headers: {}, body: JSON.stringify(answer) },
  values: "recorded",
  at: "entry 1",
});
const login = { email: "jane@mail.example", password: "Correct-7-Horse" };
const words = new Set(["register", "login", "orders", "users", "search"]);

function safe(...requests: readonly RecordedRequest[]) {
  const { requests: changed, token } = safeRequests(
    requests.map((request) => ({ request, source: "a.har" })),
    words,
  );
  return { token, requests: changed.map(({ request }) => request) };
}
const bodyOf = ({ body }: RecordedRequest | { body?: undefined }) =>
  body !== undefined && "text" in body ? body.text : "";

it("registers each client anew, and logs it in with that", () => {
  const { requests } = safe(post("/register", login, {}, 201), post("/login", login, {}));
  const made = '{"email":"user{{client}}@example.com","password":"Pw-{{client}}-x"}';
  expect(requests.map(bodyOf)).toEqual([made, made]);
});

it("asks the caller for a login that the recording did not register", () => {
  const { requests } = safe(post("/login", login, {}));
  expect(requests.map(bodyOf)).toEqual(['{"email":"${WORKLOAD_EMAIL}","password":"${WORKLOAD_PASSWORD}"}']);
});

it("asks for equal values once, and for different ones of a field apart", () => {
  const { requests } = safe(
    post("/login", login, {}),
    post("/search", { login_email: login.email, pwd: login.password }, {}),
    post("/login", { ...login, password: "Another-9-Mule" }, {}),
  );
  expect(requests.map(bodyOf)).toEqual([
    '{"email":"${WORKLOAD_EMAIL}","password":"${WORKLOAD_PASSWORD}"}',
    '{"login_email":"${WORKLOAD_EMAIL}","pwd":"${WORKLOAD_PASSWORD}"}',
    '{"email":"${WORKLOAD_EMAIL}","password":"${WORKLOAD_PASSWORD_2}"}',
  ]);
});

it("captures numbers of fields that are named like ids", () => {
  const { requests } = safe(post("/orders", {}, { id: 17 }, 201), post("/orders", { order_id: 17, quantity: 17 }, {}));
  expect(requests[0]?.capture).toEqual({ order_id: { json: "/id" } });
  expect(requests.map(bodyOf)[1]).toBe('{"order_id":{{order_id}},"quantity":17}');
});

it("captures a login's token where the recording has none of the requests' logins", () => {
  const answers = { access_token: "aZ9kQ2mW7xR4vB1nC6", expires: 3600 };
  const { token, requests } = safe(post("/login", login, answers));
  expect(token).toBe("login_token");
  expect(requests[0]?.capture).toEqual({ login_token: { json: "/access_token" } });
  const sent = { ...post("/orders", {}, {}), headers: { authorization: "Bearer aZ9kQ2mW7xR4vB1nC6" } };
  expect(safe(post("/login", login, answers), sent).token).toBeUndefined();
});

it.each([
  ["a word that is searched for", { query: "Margarethe" }],
  ["a literal of GraphQL", { query: '{ user(name: "Margarethe") { id } }' }],
  ["a variable of GraphQL", { query: "query Q { user { id } }", variables: { name: "Margarethe" } }],
])("keeps no recorded value of %s", (_, json) => {
  const { requests } = safe(post("/search", json, {}));
  expect(bodyOf(requests[0] ?? {})).not.toContain("Margarethe");
});

it.each([
  ["id", "7", "7"],
  ["order_id", "7", "7"],
  ["orderId", "70001", "11111"],
  ["id", "aZ9kQ2mW7xR4vB1nC6", "${WORKLOAD_ID}"],
  ["session_id", "70", "${WORKLOAD_SESSION_ID}"],
  ["access_key", "70", "${WORKLOAD_ACCESS_KEY}"],
  ["testcookie", "1", "1"],
])("%s=%s becomes %s", (field, value, changed) => {
  const request = post("/orders", { [field]: value }, {});
  expect(safe(request).requests.map(bodyOf)).toEqual([JSON.stringify({ [field]: changed })]);
});

it("captures a nonce that a header sends", () => {
  const page = { ...post("/login", {}, {}), answer: { headers: {}, body: '{"nonce":"b43965134f"}' } };
  const sent = { ...post("/orders", {}, {}), headers: { "x-wp-nonce": "b43965134f" } };
  const { requests } = safe(post("/login", {}, {}), page, sent);
  expect(requests.at(-1)?.headers).toEqual({ "x-wp-nonce": "{{x_wp_nonce_token}}" });
});

it.each([
  ["+49 (30) 901820", "+11 (11) 111111"],
  ["0049-171-5550100", "1111-111-1111111"],
  ["+4930901820", "+1111111111"],
  ["call +49 30 901820", "call +49 30 901820"],
  ["+1.5", "+1.5"],
  ["0012", "0012"],
  ["2026-01-15", "2026-01-15"],
])("of what someone wrote for requests, %s becomes %s", (value, changed) => {
  const request: RecordedRequest = { ...post("/orders", { note: value }, {}), values: "written" };
  expect(safe(request).requests.map(bodyOf)).toEqual([JSON.stringify({ note: changed })]);
});

it.each([
  ["city", "Uppsala"],
  ["phone", "018 4710000"],
  ["full_name", "Jane Lindqvist"],
])("of what someone wrote for requests, no %s stays", (field, value) => {
  const request: RecordedRequest = { ...post("/orders", { [field]: value }, {}), values: "written" };
  expect(JSON.stringify(safe(request).requests)).not.toContain(value);
});

it("finds what an answer gave wherever it is sent", () => {
  const page = post("/login", {}, { a: "b43965134f", b: "c43965134f", c: "d43965134f" });
  const sent = {
    ...post("/orders/b43965134f?next=/users/c43965134f", {}, {}),
    headers: { authorization: "Bearer d43965134f" },
  };
  const { requests } = safe(post("/login", {}, {}), page, sent);
  expect(Object.keys(requests[1]?.capture ?? {})).toHaveLength(3);
});
