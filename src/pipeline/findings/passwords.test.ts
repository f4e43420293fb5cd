import { describe, expect, it } from "vitest";
import type { Finding } from "../../domain/finding/finding.ts";
import { compose, dockerfile, document, levels, manifest, of, withImage } from "../../../test/check/checked-text.ts";

describe("passwords are evaluated alike in every dialect", () => {
  const dialects: readonly [string, (name: string, value: string) => readonly Finding[]][] = [
    [
      "ENV",
      (name, value) =>
        of(dockerfile(`FROM debian:13\nENV ${name}=${JSON.stringify(value)}\n`), "secrets/in-arg-or-env"),
    ],
    [
      "ARG",
      (name, value) =>
        of(dockerfile(`FROM debian:13\nARG ${name}=${JSON.stringify(value)}\n`), "secrets/in-arg-or-env"),
    ],
    [
      "Compose",
      (name, value) => of(withImage("a:1", `environment: {${name}: ${JSON.stringify(value)}}`), "secrets/in-env-flag"),
    ],
    [
      "a run line",
      (name, value) => of(document("run.sh", `docker run --rm -e ${name}='${value}' a:1\n`), "secrets/in-env-flag"),
    ],
    [
      "a pod",
      (name, value) =>
        of(
          manifest({
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "a" },
            spec: { containers: [{ name: "a", image: "a:1", env: [{ name, value }] }] },
          }),
          "secrets/in-env-flag",
        ),
    ],
    [
      "a ConfigMap",
      (name, value) =>
        of(
          manifest({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, data: { [name]: value } }),
          "secrets/in-config-map",
        ),
    ],
  ];
  const cases: readonly [string, readonly string[], string | undefined][] = [
    [
      "error",
      [
        "J5brHrAXFLQSif0K",
        "x7Kq2mZ9vT",
        "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
        "b0def737-1b34-43ce-9022-5059ddb66892",
        "kq3vN8sW1pZr6tYb2mXc9dLf",
        "xkqzvbnmtrplwsdf",
        "Zk9+vB2/qL7wX4nR8tYc1A==",
        "django-insecure-x8k2m9qv7w3zr5tb1c",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "db-q8Zk2Vw9Lm4T",
      ],
      "a random one",
    ],
    [
      "warning",
      [
        "password",
        "P@ssw0rd",
        "admin123",
        "postgres",
        "secret",
        "letmein",
        "hunter2",
        "minioadmin",
        "my-secret-pw",
        "12345678",
        "cGFzc3dvcmQ=",
      ],
      "a default that everyone tries first",
    ],
    [
      "warning",
      [
        "changeme",
        "CHANGE_ME_PLEASE",
        "your-password",
        "your_api_key_here",
        "replace-with-yours",
        "user_provided",
        "AKIAIOSFODNN7EXAMPLE",
        "todo",
        "put-your-key-here",
        "placeholder",
      ],
      "a placeholder that works as it is",
    ],
    [
      "warning",
      [
        "moneyprinter",
        "tr0ub4dor",
        "correct-horse-battery-staple",
        "20240131",
        "2024-01-31",
        "483920174659",
        "gitea_secret",
        "verystrongpassword",
        "fixture-key",
        "airflow-dev",
      ],
      "a plain word or phrase",
    ],
    [
      "none",
      [
        "",
        "<your-password>",
        "{{ password }}",
        "true",
        "xxxxxxxx",
        "********",
        "/run/secrets/db",
        "null",
        "42",
        "00000000-0000-0000-0000-000000000000",
      ],
      undefined,
    ],
  ];
  describe.each(dialects)("%s", (_, find) => {
    it.each(cases)("%s: %j", (severity, values, words) => {
      for (const value of values) {
        const found = find("APP_PASSWORD", value);
        const seen = [value, ...found.map((one) => one.severity)];
        expect(seen).toEqual(severity === "none" ? [value] : [value, severity]);
        if (words === undefined) continue;
        expect(found[0]?.message).toContain(words);
        expect(JSON.stringify(found[0]?.message)).not.toContain(`"${value}"`);
      }
    });
  });

  it.each(["${DB_PASSWORD}", "$DB_PASSWORD", "${DB_PASSWORD:?}"])(
    "does not count values from the caller's environment: %s",
    (value) => {
      expect(of(withImage("a:1", `environment: {DB_PASSWORD: "${value}"}`), "secrets/in-env-flag")).toEqual([]);
      expect(of(document("run.sh", `docker run --rm -e DB_PASSWORD="${value}" a:1\n`), "secrets/in-env-flag")).toEqual(
        [],
      );
    },
  );

  it.each([
    ["x7Kq2mZ9vT", ["error"]],
    ["changeme", ["warning"]],
    ["moneyprinter", ["warning"]],
    ["", []],
  ])("reports the default of a variable in the file: %s", (value, expected) => {
    const reference = `\${DB_PASSWORD:-${value}}`;
    expect(levels(withImage("a:1", `environment: {DB_PASSWORD: "${reference}"}`), "secrets/in-env-flag")).toEqual(
      expected,
    );
    expect(
      levels(document("run.sh", `docker run --rm -e DB_PASSWORD="${reference}" a:1\n`), "secrets/in-env-flag"),
    ).toEqual(expected);
  });

  it.each([
    ["what a build is given is a warning", "ARG TOKEN\n", "warning"],
    ["and so is a variable", "ARG A\nENV TOKEN=$A\n", "warning"],
    ["with a default that everyone tries", "ENV TOKEN=${A:-changeme}\n", "warning"],
    ["with a random default it is an error", "ENV TOKEN=${A:-x7Kq2mZ9vT}\n", "error"],
  ])("%s", (_, lines, severity) =>
    expect(levels(dockerfile(`FROM debian:13\n${lines}`), "secrets/in-arg-or-env").at(-1)).toBe(severity),
  );

  it.each([
    ["the user", "environment: {POSTGRES_USER: shopkeeper, POSTGRES_PASSWORD: shopkeeper}"],
    ["the database", "environment: {MYSQL_DATABASE: shop_data, MYSQL_PASSWORD: shop-data}"],
    ["the service", "environment: {APP_PASSWORD: a2}"],
  ])("the name of %s", (_, lines) => {
    const [found] = of(compose(`services:\n  a2:\n    image: example/a2:1\n    ${lines}\n`), "secrets/in-env-flag");
    expect([found?.severity, found?.message]).toEqual(["warning", expect.stringContaining("the name of its user")]);
  });

  it.each([
    ["postgres://app:x7Kq2mZ9vT@db:5432/app", ["error"]],
    ["postgres://app:app@db:5432/app", ["warning"]],
    ["mysql://root:changeme@db/app", ["warning"]],
    ["amqp://guest:guest@queue/%2f", ["warning"]],
    ["mongodb://admin:moneyprinter@mongo:27017", ["warning"]],
    ["redis://:J5brHrAXFLQSif0K@cache:6379/0", ["error"]],
    ["jdbc:postgresql://app:verystrongpassword@db/app", ["warning"]],
    ["postgres://app:${DB_PASSWORD}@db/app", []],
    ["postgres://app:<password>@db/app", []],
    ["postgres://user:password@db.example.com/app", []],
    ["postgres://app@db/app", []],
    ["http://10.0.0.1:8080/a@b", []],
  ])("an address: %s", (address, expected) =>
    expect(levels(withImage("a:1", `environment: {LINK: "${address}"}`), "secrets/connection-string")).toEqual(
      expected,
    ),
  );

  it.each([
    ["redis-server --requirepass x7Kq2mZ9vT", ["error"]],
    ["redis-server --requirepass changeme", ["warning"]],
    ["redis-server --requirepass moneyprinter", ["warning"]],
    ["redis-server --requirepass $REDIS_PASSWORD", []],
    ["serve --db-password=<password>", []],
  ])("a command: %s", (command, expected) => {
    expect(
      levels(
        withImage("a:1", `command: ${JSON.stringify(command.replace("$", "$$$$"))}`),
        "secrets/in-container-command",
      ),
    ).toEqual(expected);
    expect(levels(dockerfile(`FROM debian:13\nCMD ${command}\n`), "secrets/in-command")).toEqual(expected);
  });

  it.each([
    ["echo 'app:x7Kq2mZ9vT' | chpasswd", "error"],
    ["echo 'app:changeme' | chpasswd", "warning"],
    ['echo "app:$PW" | chpasswd', "warning"],
    ["useradd -p '$6$saltsalt$abcdefgh' app", "error"],
    ["useradd -p sa3tHJ3/KuYvI app", "error"],
    ["useradd -p $(openssl passwd $PW) app", "warning"],
  ])("an account: %s", (command, severity) =>
    expect(levels(dockerfile(`FROM debian:13\nRUN ${command}\n`), "secrets/password-in-build")).toEqual([severity]),
  );
});
