import { describe, expect, it } from "vitest";
import { readProject as read } from "../../../test/compose/read-project.ts";
import type { ComposeVersion } from "../../formats/compose/compose-version.ts";

describe("versions of docker compose", () => {
  const reads = (compose: ComposeVersion, text: string, over?: string): unknown => {
    const files = { "compose.yaml": text, ...(over !== undefined && { "over.yaml": over }) };
    return (read(files, { compose, files: Object.keys(files) }).model as { services: { a: unknown } }).services.a;
  };
  const one = (lines: string) => `services: {a: {image: x, ${lines}}}`;

  it.each([
    ["provider: {type: p}", "services.a Additional property provider is not allowed"],
    ["pull_policy: daily", 'services.a.pull_policy must be one of the following: "always", "never"'],
    ["cap_add: X", "services.a.cap_add must be a list"],
    ["depends_on: {b: {}}", "services.a.depends_on.b condition is required"],
    ["oom_score_adj: 5000", "services.a.oom_score_adj Must be less than or equal to 1000"],
    ["volumes: [{target: /x}]", "services.a.volumes.0 type is required"],
  ])("refuses %s with the message of 2.26", (lines, words) => {
    expect(() => reads("2.26", one(lines))).toThrow(words);
  });

  it.each([
    ["container_name: q", "'q' does not match pattern '[a-zA-Z0-9][a-zA-Z0-9_.-]+'"],
    ["labels: {t: 2001-01-01}", "services.a.labels.t invalid jsonType time.Time"],
    ["ports: [{target: 80, host_ip: ''}]", "services.a.ports.[]: invalid ip address:"],
    ["ports: ['::1:80:80']", "too many colons in address"],
    ["oom_score_adj: 5000", "services.a.oom_score_adj must be a string"],
    ["gpus: some", "services.a.gpus value must be 'all'"],
    ["pre_start: [{command: x}]", "services.a additional properties 'pre_start' not allowed"],
  ])("refuses %s with the message of 2.40", (lines, words) => {
    expect(() => reads("2.40", one(lines))).toThrow(words);
  });

  it("prints modes and created folders like each version, and the input of a pre-start hook", () => {
    const lines = "secrets: [{source: s, mode: 0440}], volumes: [/h:/c], cap_add: [C]";
    const text = `${one(lines)}\nsecrets: {s: {file: ./s}}`;
    expect(reads("2.26", text)).toMatchObject({
      secrets: [{ mode: 288 }],
      volumes: [{ bind: { create_host_path: true } }],
    });
    expect(reads("5.6", text)).toMatchObject({ secrets: [{ mode: "0440" }], volumes: [{ bind: {} }] });
    expect(reads("5.6", one("cap_add: [C], pre_start: [{command: x}]"))).toMatchObject({
      pre_start: [{ image: "x", cap_add: ["C"], networks: { default: null } }],
    });
  });

  it("keeps duplicates of a merged list up to 2.40, and removes them in 5.6", () => {
    const [base, over] = [one("security_opt: [q]"), "services: {a: {security_opt: [q]}}"];
    expect(reads("5.6", base, over)).toMatchObject({ security_opt: ["q"] });
    expect(() => reads("2.40", base, over)).toThrow("services.a.security_opt items at 0 and 1 are equal");
    expect(() => reads("2.26", base, over)).toThrow("services.a.security_opt array items[0,1] must be unique");
  });

  it("merges a service on both sides of an include in 5.6, and refuses it before", () => {
    const files = {
      "compose.yaml": "include: [inc.yaml]\nservices: {a: {init: true}}",
      "inc.yaml": "services: {a: {image: x}}",
    };
    expect(read(files).model).toMatchObject({ services: { a: { image: "x", init: true } } });
    expect(() => read(files, { compose: "2.40" })).toThrow("services.a conflicts with imported resource");
  });
  it("resets a key for any value, and in 5.6 also through an anchor", () => {
    const base = one("init: true, mem_limit: 5m, labels: {a: b}");
    const over = (lines: string) => `x-a: &a {init: !reset true}\nservices: {a: {${lines}}}`;
    for (const version of ["2.26", "2.40", "5.6"] as const) {
      expect(reads(version, base, over("init: !reset null, mem_limit: !reset '${NONE:?no}'"))).not.toHaveProperty(
        "init",
      );
      expect(reads(version, base, over("labels: !reset [1]"))).toMatchObject({ init: true, mem_limit: "5242880" });
    }
    expect(reads("5.6", base, over("<<: *a"))).not.toHaveProperty("init");
    expect(reads("2.40", base, over("<<: *a"))).toHaveProperty("init", true);
  });

  it("rejects fractional sizes, and truncates fractional counts", () => {
    expect(reads("5.6", one("mem_limit: 1e9, cpu_shares: 1.9, cpus: 1.5"))).toMatchObject({ cpu_shares: 1, cpus: 1.5 });
    expect(reads("5.6", one("mem_limit: 1e9"))).not.toHaveProperty("mem_limit");
    expect(() => reads("5.6", one("ulimits: {nofile: 5.0}"))).toThrow("invalid type float64 for ulimits");
    expect(() => reads("2.40", one("volumes: [{type: tmpfs, target: /t, tmpfs: {mode: '1777'}}]"))).toThrow("uint32");
  });

  it("refuses files without content, and documents without content", () => {
    for (const text of ["", "# later\n", "{}", "version: '3'\n"])
      expect(() => read({ "compose.yaml": text })).toThrow("empty compose file");
    expect(() => read({ "compose.yaml": `${one("init: true")}\n---\n` })).toThrow("top-level object must be a mapping");
    expect(reads("5.6", one("init: true"), "# later\n")).toMatchObject({ init: true });
    expect(() => read({ "compose.yaml": `%YAML 1.2\n---\n${one("init: true")}` })).toThrow(
      "incompatible YAML document",
    );
    expect(() => read({ "compose.yaml": `${one("init: true")} # \0` })).toThrow("control characters are not allowed");
  });

  it("resolves variables of an included file's env files", () => {
    const files = {
      "compose.yaml": "include: [d/inc.yaml]\nservices: {a: {image: x}}",
      "d/inc.yaml": "services: {i: {image: x, environment: [V, NONE]}}",
      "d/.env": "V=6",
    };
    expect(read(files).model).toMatchObject({ services: { i: { environment: { V: "6", NONE: null } } } });
    const made = { ...files, "d/inc.yaml": "services: {i: {image: x, configs: [c]}}\nconfigs: {c: {environment: V}}" };
    expect(() => read(made)).toThrow("configs.c: file|environment|content attributes are mutually exclusive");
  });
});

describe("remote files", () => {
  it("reports a remote file without fetching it, and reads the others", () => {
    const text = [
      "include: ['oci://registry.example/x', 'https://example.org/y.git']",
      "services:",
      "  a: {image: x, networks: [theirs], depends_on: [other], volumes: ['v1:/v']}",
      "  b: {extends: {service: q, file: 'git@example.org:z.git'}, init: true}",
    ].join("\n");
    const { model, notes } = read({ "compose.yaml": text });
    expect(model).toMatchObject({ services: { a: { image: "x" }, b: { init: true } } });
    expect(notes).toEqual([
      expect.stringContaining("compose.yaml:1: https://example.org/y.git is included from elsewhere and was not read"),
      expect.stringContaining("compose.yaml:1: oci://registry.example/x is included from elsewhere"),
      expect.stringContaining("compose.yaml:4: git@example.org:z.git is extended from elsewhere"),
    ]);
  });
});

describe("reasons and notes", () => {
  it.each([
    ["mem_limit: '${SECRET}'", "services.a.mem_limit: invalid size: '[masked]'"],
    ["volumes: ['${SECRET}::/x']", "[masked]"],
    ["networks: ['${SECRET}']", "refers to undefined network [masked]"],
    ["ports: ['${URL}']", "[masked]"],
  ])("contain no external value: %s", (line, expected) => {
    const files = {
      "compose.yaml": `services: {a: {image: x, ${line}}}`,
      ".env": "SECRET=hunter2hunter2\nURL=hunter2pass:80:80\n",
    };
    const refused = (showValues: boolean): string => {
      try {
        read(files, { showValues });
      } catch (error) {
        return (error as Error).message;
      }
      return "not refused";
    };
    expect(refused(false)).toContain(expected);
    expect(refused(false)).not.toContain("hunter2");
    expect(refused(true)).toContain("hunter2");
  });

  it("does not print lines of an invalid env file", () => {
    const files = { "compose.yaml": "services: {a: {image: x, env_file: e.env}}", "e.env": "A B hunter2hunter2\n" };
    const message = (): string => {
      try {
        read(files, { showValues: false });
      } catch (error) {
        return (error as Error).message;
      }
      return "not refused";
    };
    expect(message()).toContain("e.env:1: ");
    expect(message()).not.toContain("hunter2");
  });
});
