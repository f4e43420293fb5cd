import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../test/secrets/drawn.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";
import { configSecrets } from "./config-secrets.ts";

const empty: ImageConfig = {
  architecture: "amd64",
  os: "linux",
  created: "",
  user: "",
  env: [],
  cmd: [],
  entrypoint: [],
  workingDir: "",
  exposedPorts: [],
  volumes: [],
  stopSignal: "",
  labels: {},
  history: [],
  diffIds: [],
};
const find = (config: Partial<ImageConfig>) => configSecrets({ ...empty, ...config });
const inHistory = (...steps: string[]) =>
  find({ history: steps.map((createdBy) => ({ createdBy, empty: !/RUN|sh -c (?!#)/.test(createdBy) })) }).map(
    ({ kind, masked, place }) => [kind, masked, place],
  );
const stripe = drawn("sk_{}live_{A:30}");

describe("environment", () => {
  it.each([
    "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
    "GPG_KEYS=42670A7FE4D0441C8E4632349E4F43E9 B8F999C007BB6C57",
    drawn("PYTHON_SHA256={h:64}"),
    drawn("NGINX_GPGKEY=573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62"),
    "PATH=/usr/local/bin:/usr/bin",
    "DB_PASSWORD_FILE=/run/secrets/db",
    "DB_PASSWORD=",
    "DB_PASSWORD=changeme",
    "ADMIN_TOKEN=${ADMIN_TOKEN}",
    "SECRET_KEY_BASE=dummy-for-the-build",
    "TOKENIZERS_PARALLELISM=false",
    "MAX_TOKENS=4096",
    "SSL_KEY=/etc/ssl/private/server.key",
    "no equals sign",
    "=x",
  ])("%s is public", (setting) => expect(find({ env: [setting] })).toEqual([]));

  it.each([
    ["DB_PASSWORD=tr0ub4dor", "named-secret", "t… (9 characters)", "warning"],
    ["POSTGRES_PASSWORD=hunter2", "named-secret", "… (7 characters)", "warning"],
    ["POSTGRES_PASSWORD=x7Kq2mZ9", "named-secret", "x… (8 characters)", "error"],
    [`STRIPE=${stripe}`, "stripe-key", "sk_l… (38 characters)"],
    ["DATABASE_URL=postgres://app:s3cr3tpw@db.internal/app", "basic-auth-url", "s… (8 characters)"],
    [drawn("HEROKU_API_KEY={uuid}"), "heroku-key", expect.stringMatching(/^\w{4}… \(36 characters\)$/)],
  ])("%s", (setting, kind, masked, severity = "error") => {
    const name = setting.slice(0, setting.indexOf("="));
    expect(find({ env: [setting] })).toMatchObject([{ kind, masked, severity, place: { in: "env", name } }]);
  });
});

it("labels and commands, by their names", () => {
  const found = find({
    labels: { "com.example.db.password": "tr0ub4dor", maintainer: "me", z: stripe },
    entrypoint: ["/app", "--api-token=q1w2e3r4t5", "--password", "tr0ub4dor"],
    cmd: ["sh", "-c", "exec curl -u deploy:s3cr3tpw https://repo.internal"],
    healthcheck: { Test: ["CMD-SHELL", `curl -H "Authorization: Bearer ${drawn("{A:30}")}" http://x/`] },
  });
  expect(found.map(({ kind, place }) => ["name" in place && place.name, kind])).toEqual([
    ["com.example.db.password", "named-secret"],
    ["z", "stripe-key"],
    ["Entrypoint", "named-secret"],
    ["Entrypoint", "named-secret"],
    ["Cmd", "command-password"],
    ["Healthcheck", "authorization-header"],
  ]);
});

describe("history", () => {
  it("build arguments, of both builders", () => {
    expect(inHistory("RUN |2 VERSION=2 DB_PASSWORD=x9 y8z7w6 /bin/sh -c make install # buildkit")).toEqual([
      ["named-secret", "x… (9 characters)", { in: "history", step: 0, layer: 0 }],
    ]);
    expect(inHistory("|1 DB_PASSWORD=x9y8z7w6 /bin/bash -o pipefail -c make")).toHaveLength(1);
    expect(inHistory("|1 VERSION=2 /bin/sh -c DB_PASSWORD=x9y8z7w6 make")).toHaveLength(1);
  });

  it("a build argument stands in every step behind its ARG, and is told once", () => {
    const found = inHistory(
      "ARG DB_PASSWORD=x9y8z7w6",
      "RUN |1 DB_PASSWORD=x9y8z7w6 /bin/sh -c a # buildkit",
      "RUN |1 DB_PASSWORD=x9y8z7w6 /bin/sh -c b # buildkit",
    );
    expect(found).toEqual([["named-secret", "x… (8 characters)", { in: "history", step: 0 }]]);
  });

  it("two secrets with the same mask are two", () => {
    expect(inHistory("ARG DB_PASSWORD=x9y8z7w6", "ARG API_TOKEN=x1y2z3w4")).toHaveLength(2);
  });

  it("ENV of the classic builder, and of a variable that was replaced later", () => {
    const history = [{ createdBy: "/bin/sh -c #(nop)  ENV DB_PASSWORD=tr0ub4dor OTHER=1", empty: true }];
    expect(find({ history })).toMatchObject([{ place: { in: "history", step: 0 } }]);
    // The environment has it still: that is where it is told.
    expect(find({ history, env: ["DB_PASSWORD=tr0ub4dor"] })).toMatchObject([{ place: { in: "env" } }]);
  });

  it("logins in commands; nothing in ordinary ones", () => {
    expect(inHistory("/bin/sh -c curl -u bob:hunter22 https://h.internal/", `RUN /bin/sh -c deploy ${stripe}`)).toEqual(
      [
        ["command-password", "h… (8 characters)", { in: "history", step: 0, layer: 0 }],
        ["stripe-key", "sk_l… (38 characters)", { in: "history", step: 1, layer: 1 }],
      ],
    );
    expect(
      inHistory(
        'RUN /bin/sh -c set -eux; savedAptMark="$(apt-mark showmanual)"; wget -O python.tar.xz https://www.python.org/ftp/python/x.tar.xz; echo "$PYTHON_SHA256 *python.tar.xz" | sha256sum -c - # buildkit',
        'RUN /bin/sh -c gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys "$GPG_KEY" # buildkit',
        "COPY . /app # buildkit",
        'CMD ["node" "--secret" "server.js"]',
        "",
      ),
    ).toEqual([]);
  });
});

it("no configuration makes it fail, and none of its values is told in full", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("|1 ", "|999 A=", "TOKEN=", " /bin/sh -c ", "ENV ", "#(nop) ENV ", "--password ", '"'),
  );
  const line = fc.array(text, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(line), fc.dictionary(line, line), fc.array(line), (words, labels, steps) => {
      const history = steps.map((createdBy) => ({ createdBy, empty: false }));
      for (const { masked } of find({ env: words, entrypoint: words, labels, history }))
        expect(masked.length).toBeLessThan(60);
    }),
  );
});
