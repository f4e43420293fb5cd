import { expect, test } from "vitest";
import { itemsNeedingConsent, nameOf } from "./decide.ts";
import { buildReach, permitForBuild } from "./build-reach.ts";
import { fetchItem, nearFetches, sourcePolicy } from "./fetched-sources.ts";

/** Evaluates policies like BuildKit (sourcepolicy/engine.go): the last matching rule wins. */
function isFetched(identifier: string, ...agreed: string[]): boolean {
  const { rules } = JSON.parse(sourcePolicy(agreed)) as {
    rules: { action: string; selector: { identifier: string; match_type: string } }[];
  };
  return (
    rules.findLast(({ selector }) => {
      const insensitive = selector.identifier.startsWith("(?i)");
      return new RegExp(selector.identifier.replace("(?i)", ""), insensitive ? "i" : "").test(identifier);
    })?.action !== "DENY"
  );
}

test.each([
  "http://127.0.0.1/",
  "http://127.1:80/x",
  "http://2130706433/x",
  "http://0x7f.0.0.1/x",
  "http://0x7f000001/x",
  "http://017700000001/",
  "http://[::1]:2375/containers/json",
  "http://[::ffff:169.254.169.254]/latest",
  "http://169.254.169.254/latest/meta-data/",
  "https://10.0.0.1:8443",
  "http://8.8.8.8/",
  "http://localhost/x",
  "http://LOCALHOST:80/x",
  "http://a.localhost/x",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://host.docker.internal:9/x",
  "http://gateway/x",
  "http://nas.local/x",
  "http://router.home.arpa",
  "http://db.corp:80?x",
  "http://localhost./x",
  "http://example.org@127.0.0.1/x",
  "http://a@b@127.0.0.1/x",
  "http://user@localhost/x",
  "http://example.org\\@127.0.0.1/x",
  "http://127.0.0.1#.example.org/",
  "http://127.0.0.1?.example.org",
  "http://127.0.0.1\n.example.org/",
  "git://127.0.0.1/x.git",
  "git://git@10.0.0.5/x.git",
  "ssh://git@intranet/x.git",
  "http:///etc/passwd",
  "http://",
])("refuses the source %j", (identifier) => {
  expect(isFetched(identifier)).toBe(false);
  expect(isFetched(identifier, "http://127.0.0.9")).toBe(false);
});

test.each([
  "https://example.org/x.tgz",
  "https://example.org:8443",
  "https://user@example.org/x.git#main:sub",
  "git://github.com/moby/buildkit.git#v0.13",
  "git://git@github.com/moby/buildkit.git",
  "https://xn--bcher-kva.example.xn--p1ai/x",
  "https://a_b.example.org/localhost",
  "https://localhost.example.org/x",
  "https://internal.example.com/x",
  // Not covered: FROM names images, and the context is a copy.
  "local://context",
  "docker-image://127.0.0.1:5000/x:latest",
  "oci-layout://x",
])("and allows %j", (identifier) => expect(isFetched(identifier)).toBe(true));

test("matches host and port of an agreed source, for any transport", () => {
  const agreed = "http://127.0.0.1:8080";
  for (const one of ["http://127.0.0.1:8080/a?b", "git://127.0.0.1:8080/r.git", agreed])
    expect(isFetched(one, agreed)).toBe(true);
  for (const one of ["http://127.0.0.1:80800/", "http://127.0.0.1:8081", "http://127x0.0.1:8080/", "http://127.0.0.1/"])
    expect(isFetched(one, agreed)).toBe(false);
  expect(isFetched("http://127.0.0.1/", "http://a|.*")).toBe(false);
});

test.each([
  ["ADD http://127.0.0.1:2375/containers/json /x", ["http://127.0.0.1:2375"]],
  ["add --checksum=sha256:0 http://169.254.169.254/latest /x", ["http://169.254.169.254"]],
  ["ONBUILD ADD http://localhost/x /x", ["http://localhost"]],
  ['ADD ["http://10.0.0.1/a", "https://example.org/b", "/x/"]', ["http://10.0.0.1"]],
  ["ADD \\\n  # why\n  http://10.0.0.1/a \\\n  http://[::1]:8/b /x/", ["http://10.0.0.1", "http://[::1]:8"]],
  ["A\\\nDD http://10.0.0.1/a /x", ["http://10.0.0.1"]],
  ["# escape=`\nADD `\n http://10.0.0.1/a C:/x", ["http://10.0.0.1"]],
  ["ADD git://nas/x.git /x", ["git://nas"]],
  ["ADD https://example.org/http://10.0.0.1 /x", []],
  ["ADD app-${VERSION}.tgz /x", []],
  ["ADD https://github.com/x/${V}.tgz /x", []],
  ["ADD ${URL} /x", []],
  ["  ADD\thttp://10.0.0.1/a#x /x", ["http://10.0.0.1"]],
  ["ONBUILD   ADD http://10.0.0.1/a /x", ["http://10.0.0.1"]],
  ["ADD \\ \t\n http://10.0.0.1/a /x", ["http://10.0.0.1"]],
  ["ADD x=http://10.0.0.1/a /x", []],
  ["RUN ADD http://10.0.0.1/a", []],
  ["ADDX http://10.0.0.1/a /x", []],
  ["ADD HTTPS://Example.org/a git://a.b.local/x /x", ["git://a.b.local"]],
  ["COPY http://10.0.0.1/a /x", []],
  ["RUN curl http://10.0.0.1/a", []],
  ["# ADD http://10.0.0.1/a /x", []],
])("finds %j in %j", (line, origins) => {
  const text = `FROM scratch\n${line}\n`;
  expect(nearFetches(text)).toEqual(origins);
  const names = itemsNeedingConsent(buildReach({ dockerfile: text })).map(nameOf);
  expect(names).toEqual(origins.map((origin) => `build:ADD=${origin}`));
  if (origins.length > 0) expect(() => permitForBuild({ dockerfile: text })).toThrow("build:ADD=");
});

test("generates a valid policy, and describes each item", () => {
  const { rules } = JSON.parse(sourcePolicy(["http://10.0.0.1:8"])) as { rules: object[] };
  expect(rules).toHaveLength(4);
  expect(rules[0]).toEqual({
    action: "DENY",
    selector: { identifier: "^(?:https?|git|ssh)://", match_type: "REGEX" },
  });
  expect(rules[3]).toEqual({
    action: "ALLOW",
    selector: { identifier: "^(?:https?|git|ssh)://10\\.0\\.0\\.1\\:8(?:[/?#].*)?$", match_type: "REGEX" },
  });
  expect(rules.map((rule) => (rule as { action: string }).action)).toEqual(["DENY", "ALLOW", "DENY", "ALLOW"]);
  expect(fetchItem("http://10.0.0.1")).toEqual({
    kind: "build",
    value: "ADD=http://10.0.0.1",
    what: "has the builder fetch from this machine or its network, out of the engine's own network",
  });
});
