import { describe, expect, it } from "vitest";
import type { DeclaredWorkload, HttpStep, Step } from "../../domain/workload/workload.ts";
import { kindOf } from "../../steps/kind-of.ts";
import { withTexts } from "../../steps/with-texts.ts";
import { secretsOf, shownWorkload } from "../../secrets/env-by-name.ts";
import { resolveText } from "../../secrets/variable-references.ts";
import { withStepsByName as byName } from "./steps-by-name.ts";

const withStepsByName = (workload: DeclaredWorkload): DeclaredWorkload => byName(workload);

const value = "tr0ub4dor-9x";
const gitlab = ["glpat", "a1B2c3D4e5F6g7H8i9J0"].join("-");
const named = (step: Step): Step => ({ ...step, name: kindOf(step).nameOf(step) });
const http = (fields: Partial<HttpStep>): Step =>
  named({
    kind: "http",
    name: "",
    port: 80,
    method: "POST",
    path: "/",
    headers: {},
    status: 200,
    timeoutMs: 1,
    ...fields,
  });
const exec = (...command: string[]): Step => named({ kind: "exec", name: "", command, exitCode: 0 });
const tcp = (text: string): Step => ({ kind: "tcp", name: "t", port: 25, send: { text }, timeoutMs: 1 });
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** The step as a result shows it, after what is sent was seen to be what was declared. */
function shown(step: Step, rest: Partial<DeclaredWorkload> = {}): Step {
  const { steps = [], variables } = withStepsByName({ ...rest, steps: [step] });
  const [byName = step] = steps;
  expect({ ...withTexts(byName, (text) => resolveText(text, variables)), name: "" }).toEqual({ ...step, name: "" });
  return byName;
}

describe("withStepsByName", () => {
  it.each<[string, Step]>([
    ["a bearer token", http({ headers: { Authorization: `Bearer ${value}` } })],
    ["a header without a scheme", http({ headers: { authorization: value } })],
    ["basic", http({ headers: { authorization: `Basic ${Buffer.from(`app:${value}`).toString("base64")}` } })],
    ["a key of an API", http({ headers: { "X-API-Key": value } })],
    ["a vendor's header", http({ headers: { "Ocp-Apim-Subscription-Key": value } })],
    ["a cookie", http({ headers: { cookie: `lang=en; sid=${value}` } })],
    ["the query", http({ path: `/login?user=jane&access_token=${value}` })],
    ["a query in camel case", http({ path: `/login?accessToken=${value}#x` })],
    ["a segment behind a name", http({ path: `/reset-token/${value}` })],
    ["a form", http({ headers: form, body: `log=jane&pwd=${value}&wp-submit=Log+In` })],
    ["a nested form field", http({ headers: form, body: `user[password]=${value}` })],
    ["JSON", http({ headers: json, body: JSON.stringify({ user: "jane", password: value }) })],
    ["nested JSON", http({ headers: json, body: JSON.stringify({ a: [{ auth: { clientSecret: value } }] }) })],
    ["JSON with spaces", http({ headers: json, body: `{ "apiKey" : "${value}" }` })],
    [
      "GraphQL",
      http({ headers: json, body: JSON.stringify({ query: `mutation { login(password: "${value}") { id } }` }) }),
    ],
    ["XML", http({ body: `<a><wsse:Password>${value}</wsse:Password></a>` })],
    ["multipart", http({ body: `--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n${value}\r\n--x--` })],
    ["what the answer is to hold", http({ path: `/?token=${value}`, bodyPattern: `"token":"${value}"` })],
    ["a command", exec("app", "--password", value)],
    ["an option with a value", exec("app", `--db-password=${value}`)],
    ["a command of a shell", exec("sh", "-c", `PGPASSWORD=${value} psql -c 'select 1'`)],
    ["an address", exec("curl", `http://jane:${value}@localhost/`)],
    ["what it prints", { ...exec("app", "--token", value), output: value } as Step],
    ["redis", tcp(`AUTH ${value}\r\nPING\r\n`)],
    ["redis with a user", tcp(`AUTH default ${value}\r\n`)],
    ["redis in its own form", tcp(`*2\r\n$4\r\nAUTH\r\n$12\r\n${value}\r\n`)],
    ["mail", tcp(`USER jane\r\nPASS ${value}\r\n`)],
    ["mail, in base64", tcp(`AUTH PLAIN ${Buffer.from(`\0jane\0${value}`).toString("base64")}\r\n`)],
    ["a form of a provider", http({ path: `/x/${gitlab}` })],
  ])("keeps a secret of %s by name, and hides it", (_, step) => {
    const workload = withStepsByName({ steps: [step], env: {} });
    const written = JSON.stringify(shown(step));
    expect(written).toMatch(/\$\{\w+\}/u);
    for (const part of [value, "glpat-", Buffer.from(value).toString("base64").slice(0, 10)])
      expect(written).not.toContain(part);
    const whole = { ...workload, env: {}, volumes: [], steps: workload.steps ?? [] } as never;
    expect(JSON.stringify(shownWorkload(whole))).not.toContain(value);
    expect(JSON.stringify(secretsOf(whole))).toContain(JSON.stringify(step).includes(gitlab) ? gitlab : value);
  });

  it.each<[string, Step]>([
    [
      "plain headers",
      http({
        headers: { accept: "application/json", "content-type": "text/plain", "x-requested-with": "XMLHttpRequest" },
      }),
    ],
    ["a path", http({ method: "GET", path: "/api/v1/books?page=2&sort=name&category=books&action=login" })],
    ["names without values", http({ path: "/tokens?token=", body: "password=" })],
    ["a page about passwords", http({ path: "/password/reset" })],
    [
      "JSON",
      http({
        headers: json,
        body: JSON.stringify({ name: "jane", tokens: 7, secretary: "joe", password: null, pin: true }),
      }),
    ],
    ["a reference", http({ headers: { authorization: "${LATER}" } })],
    ["a cookie", http({ headers: { cookie: "lang=en; theme=dark" } })],
    ["a command", exec("valkey-cli", "--no-auth-warning", "ping")],
    ["a variable of a shell", exec("sh", "-c", "mysql -p$MYSQL_ROOT_PASSWORD -e 'select ${X}'")],
    ["a file", exec("app", "--password-file", "/run/secrets/db")],
    ["a protocol", tcp("EHLO there\r\nQUIT\r\n")],
  ])("leaves %s", (_, step) => {
    expect(withStepsByName({ steps: [step] })).toEqual({ steps: [step] });
  });

  it("makes no reference of text that looks like one", () => {
    const step = http({ headers: { authorization: `Bearer ${value}` }, body: "${AUTHORIZATION} and ${HOME}" });
    expect(shown(step)).toMatchObject({
      headers: { authorization: "Bearer ${AUTHORIZATION_2}" },
      body: "${AUTHORIZATION} and ${HOME}",
    });
  });

  it("gives other values under one name other names, and a value of the container its own", () => {
    const steps = [value, `${value}-2`, value].map((password) => http({ path: `/?password=${password}` }));
    const workload = withStepsByName({ steps, env: { PASSWORD: `${value}-2` } });
    expect(workload.variables).toEqual({ PASSWORD: `${value}-2`, PASSWORD_2: value });
    expect(workload.steps?.map(({ name }) => name)).toEqual(
      ["PASSWORD_2", "PASSWORD", "PASSWORD_2"].map((name) => `POST /?password=\${${name}}`),
    );
  });

  it("cuts no name amid a secret, and follows a step by its name", () => {
    const long = exec("app", "x".repeat(60), "--password", value);
    const { steps = [], load } = withStepsByName({
      steps: [long],
      load: { clients: 8, forMs: 1, serial: [long.name] },
    });
    expect(steps[0]?.name).not.toContain(value.slice(0, 4));
    expect(load?.serial).toEqual([steps[0]?.name]);
    const given = { ...http({ path: `/?token=${value}` }), name: `with ${value}` };
    expect(shown(given).name).toBe("with ${TOKEN}");
  });

  it("takes the probe and the tools in", () => {
    const ready = {
      kind: "http",
      port: 80,
      path: `/?api_key=${value}`,
      status: 200,
      headers: { authorization: `Token ${value}` },
    } as const;
    const workload = withStepsByName({ ready, tools: [["redis-cli", "--pass", value]] });
    expect(JSON.stringify([workload.ready, workload.tools])).not.toContain(value);
    expect(workload.variables).toEqual({ AUTHORIZATION: value });
  });

  it("hides what a program makes of it", () => {
    const { hidden } = withStepsByName({ steps: [http({ path: "/?password=p%40ss%2Bword" })] });
    expect(Object.values(hidden ?? {})).toEqual(["p@ss+word"]);
  });
});
