import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHarmless, neededFor, secretsOf, shownWorkload, suppliedWorkload } from "./env-by-name.ts";
import type { Companion, Workload } from "../domain/workload/workload.ts";

const workload = (env: Record<string, string>, companions: Companion[] = []): Workload => ({
  ready: { kind: "tcp", port: 80 },
  readyTimeoutMs: 1,
  steps: [{ kind: "run", name: "k6", command: ["k6"], env: { K6_TOKEN: "k6-0123456789" }, exitCode: 0, timeoutMs: 1 }],
  stop: { timeoutMs: 1, exitCodes: [0] },
  restart: false,
  env,
  volumes: [],
  companions,
});
const companion = (name: string, env: Record<string, string>): Companion => ({
  name,
  image: "x",
  aliases: [],
  env,
  volumes: [],
  ready: { kind: "health" },
  readyTimeoutMs: 1,
});

describe("isHarmless", () => {
  it.each([
    ["LOG_LEVEL", "debug"],
    ["PORT", "8080"],
    ["NODE_ENV", "production"],
    ["TZ", "Europe/Berlin"],
    ["LANG", "en_US.UTF-8"],
    ["TIMEOUT", "30s"],
    ["DATA_DIR", "/var/lib/app"],
    ["REDIS_URL", "redis://cache:6379"],
    ["BIND", "0.0.0.0:8080"],
    ["VERIFY_TOKEN", "true"],
    ["EMPTY", ""],
    ["POSTGRES_PASSWORD_FILE", "/run/secrets/db_password"],
    ["MYSQL_ROOT_PASSWORD_FILE", "/run/secrets/db-password2"],
    ["FILE__PASSWORD", "/run/secrets/p"],
    ["passwordFile", "/run/secrets/p"],
    ["PASSWORD_FILE", "file:///run/secrets/p"],
    ["PASSWORD_FILE", "./secrets/password.txt"],
    ["PASSWORD_FILE", "secrets/password"],
    ["PASSWORD_FILE", "password.txt"],
    ["PASSWORD", "/run/secrets/password"],
    ["TOKEN_PATH", "/var/run/secrets/kubernetes.io/serviceaccount/token"],
    ["GOOGLE_APPLICATION_CREDENTIALS", "/var/secrets/google/key.json"],
    ["SSH_AUTH_SOCK", "/run/agent.sock"],
    ["AUTH_URL", "http://keycloak:8080/"],
    ["TOKEN_ENDPOINT", "keycloak:8080"],
    ["DATABASE_URL", "postgres://db:5432/shop"],
    ["REDIS_URL", "redis://cache/0"],
  ])("%s=%s is printed", (name, value) => expect(isHarmless(name, value)).toBe(true));

  it.each([
    ["API_TOKEN", "tok_9f8e7d6c5b4a39281706"],
    ["SMTP_PASS", "debug"],
    ["PIN", "1234"],
    ["PW", "8080"],
    ["MYSQL_PWD", "hunter"],
    ["PGPASSWORD", "postgres"],
    ["SESSION_SALT", "12345"],
    ["DATABASE_URL", "postgres://u:p@db/app"],
    ["DSN", "/var/lib"],
    ["HOOK", "https://hooks.example/services/T0/B0/xyz"],
    ["X", "correct-horse"],
    ["X", "hunter2"],
    ["X", "/s3cr3t9f8e7d6c5b4a/x"],
    ["REDIS_URL", "redis://:pw@cache:6379"],
    ["URL", "https://user@host/"],
    ["URL", "https://host/?token=a"],
    ["COOKIE", "info"],
    ["X", "line\nbreak"],
    ["X", "info\n::add-mask::x"],
    ["X", "${OTHER}"],
    // Someone's mistake: the secret where its file belongs.
    ["PASSWORD_FILE", "hunter2"],
    ["PASSWORD_FILE", "Xk29fhDjw8Qpz7"],
    ["PASSWORD_FILE", "/run/secrets/Xk29fhDjw8Qpz7"],
    ["PASSWORD_FILE", "/k3J9/x8Zq/Lm2p"],
    ["PASSWORD_FILE", "/run/secrets/../../p"],
    ["PASSWORD_FILE", "/run/secrets/p\n::add-mask::x"],
    ["PASSWORD_FILE", "/"],
    ["PASSWORD_FILES", "/run/a,/run/b"],
    ["SECRET_URL", "https://user:pw@host/"],
    ["WEBHOOK_URL", "https://hooks.example/services/T0/B0/xyz"],
    ["AUTH_HOST", "correct-horse"],
    ["TOKEN_URL", "https://host/?t=1"],
  ])("%s=%j is not", (name, value) => expect(isHarmless(name, value)).toBe(false));
});

describe("values by name", () => {
  const own = { API_TOKEN: "tok_1", "spring.datasource.password": "pw-1", PORT: "80", DB_PASSWORD: "own-1" };
  const whole = workload(own, [
    companion("db", { DB_PASSWORD: "other-2", MODE: "json" }),
    companion("c", { API_TOKEN: "tok_1" }),
  ]);
  const shown = shownWorkload(whole);

  it("removes values from results, and restores each by name", () => {
    expect(shown.env).toEqual({
      API_TOKEN: "${API_TOKEN}",
      "spring.datasource.password": "${spring_datasource_password}",
      PORT: "80",
      DB_PASSWORD: "${DB_PASSWORD}",
    });
    expect(shown.companions?.map(({ env }) => env)).toEqual([
      { DB_PASSWORD: "${DB_DB_PASSWORD}", MODE: "json" },
      { API_TOKEN: "${API_TOKEN}" },
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/tok_1|pw-1|own-1|other-2|k6-0/);
    expect(neededFor(shown)).toEqual([
      "API_TOKEN",
      "DB_DB_PASSWORD",
      "DB_PASSWORD",
      "K6_TOKEN",
      "spring_datasource_password",
    ]);
    const values = {
      API_TOKEN: "tok_1",
      DB_DB_PASSWORD: "other-2",
      DB_PASSWORD: "own-1",
      K6_TOKEN: "k6-0123456789",
      spring_datasource_password: "pw-1",
    };
    expect(suppliedWorkload(shown, values)).toEqual(whole);
    expect(neededFor(suppliedWorkload(shown, values))).toEqual([]);
    expect(shownWorkload(shown)).toEqual(shown);
  });

  it("restores any environment", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 6 })), (env) => {
        const safe = JSON.stringify(shownWorkload(workload(env)).env);
        for (const [name, value] of Object.entries(env))
          if (!isHarmless(name, value) && !/^\$\{\w+\}$/.test(value) && !name.includes(value))
            expect(Object.values(JSON.parse(safe) as object)).not.toContain(value);
      }),
    );
  });

  it("returns the values to hide", () => {
    expect(
      secretsOf(whole)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(["k6-0123456789", "other-2", "own-1", "pw-1", "tok_1"]);
  });
});
