import { expect, it } from "vitest";
import { scriptCaptures } from "./script-captures.ts";

it.each<[string, string, object]>([
  ["the answer itself", `pm.environment.set("id", pm.response.json().id);`, { id: { json: "/id" } }],
  ["a variable", `const json = pm.response.json();\npm.globals.set('x', json.a.b);`, { x: { json: "/a/b" } }],
  [
    "a variable of a variable, with a default",
    `var all = JSON.parse(responseBody);\r\nvar user = all.user || {};\r\nif (user) {\r\n    pm.globals.set('token', user.token);\r\n}`,
    { token: { json: "/user/token" } },
  ],
  ["a list", `let j = pm.response.json()\npm.variables.set("first", j[0]["id"])`, { first: { json: "/0/id" } }],
  [
    "older names",
    `let j = JSON.parse(responseBody);\npostman.setEnvironmentVariable("a.b", j.id);`,
    { a_b: { json: "/id" } },
  ],
  [
    "a header",
    `pm.collectionVariables.set("place", pm.response.headers.get("Location"));`,
    { place: { header: "location" } },
  ],
  ["what is computed", `pm.globals.set("x", "a" + pm.response.json().id); pm.globals.set("y", Date.now());`, {}],
  ["the whole answer", `pm.globals.set("x", pm.response.json());`, {}],
  ["an unknown variable", `pm.globals.set("x", other.id);`, {}],
  ["a circle", `var a = b.x;\nvar b = a.x;\npm.globals.set("x", b.id);`, {}],
  [
    "names of prototypes",
    `var j = pm.response.json();\npm.globals.set("__proto__", j.id);`,
    JSON.parse('{"__proto__":{"json":"/id"}}'),
  ],
  ["nothing", "", {}],
])("reads %s", (_, script, captures) => {
  expect(scriptCaptures(script)).toEqual(captures);
});
