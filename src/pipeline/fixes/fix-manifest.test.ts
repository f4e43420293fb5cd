import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixesFromHere } from "../../../test/fixes-from-here.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-fix-manifest-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rules = [
  "capabilities/new-privileges",
  "capabilities/not-dropped",
  "capabilities/never-granted",
  "capabilities/no-seccomp",
  "capabilities/token-mounted",
  "non-root/pod-may-be-root",
];
const read = (): Promise<string> => readFile(join(folder, "web.yaml"), "utf8");
/** The text after `fix --write`, which a second call must not change. */
async function fixed(text: string, rule: readonly string[] = rules): Promise<string> {
  await writeFile(join(folder, "web.yaml"), text);
  await fixesFromHere(folder, ["web.yaml"], rule);
  const once = await read();
  const [again] = (await fixesFromHere(folder, ["web.yaml"], rule)).files;
  expect(again).toMatchObject({ changed: false });
  return once;
}
async function reasons(text: string, rule: readonly string[]): Promise<readonly string[]> {
  await writeFile(join(folder, "web.yaml"), text);
  const { files } = await fixesFromHere(folder, ["web.yaml"], rule);
  expect(await read()).toBe(text);
  return files.flatMap(({ fixes }) => fixes.map(({ reason }) => reason));
}

const pod = (...containers: readonly string[]): string =>
  ["apiVersion: v1", "kind: Pod", "metadata: {name: web}", "spec:", "  containers:", ...containers, ""].join("\n");

describe("fix of Kubernetes manifests", () => {
  it("adds keys to containers and pods, in block and flow style, and keeps every other byte", async () => {
    const before = [
      "# the web",
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata:",
      "  name: 'web' # quoted",
      "spec:",
      "  template:",
      "    spec:",
      "      initContainers:",
      '      - {name: log, image: "log:1", restartPolicy: Always}',
      "      containers:",
      "      - name: web",
      "        image: example/web:1.4",
      "        securityContext:",
      "          capabilities:",
      "            add: [NET_BIND_SERVICE]   # port 80",
      "        env:",
      "        - name: PRICE",
      '          value: "$$5"',
      "      # volumes of the team",
      "      volumes: []",
      "",
    ].join("\n");
    const after = await fixed(before);
    expect(after.split("\n")).toEqual([
      "# the web",
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata:",
      "  name: 'web' # quoted",
      "spec:",
      "  template:",
      "    spec:",
      "      initContainers:",
      '      - {name: log, image: "log:1", restartPolicy: Always, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }}',
      "      containers:",
      "      - name: web",
      "        image: example/web:1.4",
      "        securityContext:",
      "          capabilities:",
      "            add: [NET_BIND_SERVICE]   # port 80",
      "            drop:",
      "            - ALL",
      "          allowPrivilegeEscalation: false",
      "        env:",
      "        - name: PRICE",
      '          value: "$$5"',
      "      # volumes of the team",
      "      volumes: []",
      "      automountServiceAccountToken: false",
      "      securityContext:",
      "        seccompProfile:",
      "          type: RuntimeDefault",
      "",
    ]);
  });

  it("supports CRLF, a byte order mark, several documents, lists and a missing last line feed", async () => {
    const item = (name: string) =>
      `- apiVersion: v1\r\n  kind: Pod\r\n  metadata: {name: ${name}}\r\n  spec:\r\n    containers:\r\n    - name: ${name}\r\n      image: example/web:1\r\n`;
    const before = `\uFEFFapiVersion: v1\r\nkind: List\r\nitems:\r\n${item("a")}${item("b")}---\r\n# nothing\r\n---\r\n${pod("    - name: c", "      image: example/web:1").replaceAll("\n", "\r\n").trimEnd()}`;
    const after = await fixed(before, ["capabilities/not-dropped"]);
    expect(after.split("drop:\r\n")).toHaveLength(4);
    expect(after.replaceAll(/\r?\n {4,6}(?:  )*(?:securityContext:|capabilities:|drop:|- ALL)/g, "")).toBe(before);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("keeps a setting that one edit cannot change alone, with reason and hint", async () => {
    const why = async (text: string, rule = "capabilities/not-dropped") => (await reasons(text, [rule])).join("\n");
    expect(
      await why(pod("    - name: a", "      image: x:1", "      securityContext: {", "        runAsUser: 1 }")),
    ).toMatch(/brackets goes over several lines; write it by hand for container a/);
    expect(
      await why(
        pod("    - &c", "      name: a", "      image: x:1", "    - *c").replace("containers:\n", "containers:\n"),
      ),
    ).toMatch(/stands for it elsewhere|\*c/);
    expect(
      await why(
        `x: &s {capabilities: {drop: [KILL]}}\n${pod("    - name: a", "      image: x:1", "      securityContext: *s")}`,
      ),
    ).toMatch(/\*s stands there/);
    expect(
      await why(`x: &s {securityContext: {runAsUser: 1}}\n${pod("    - <<: *s", "      name: a", "      image: x:1")}`),
    ).toMatch(/comes by <</);
    expect(
      await why(
        pod("    - name: a", "      image: x:1", "      securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}}"),
        "capabilities/new-privileges",
      ),
    ).toMatch(/beside CAP_SYS_ADMIN/);
    expect(
      await why(
        '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"x:1"}]}}',
      ),
    ).toMatch(/JSON/);
    expect(await why(pod("    - name: a", "      name: a", "      image: x:1"))).toMatch(/there twice/);
  });

  it("accepts a pod-level setting, and does not overrule a container's own", async () => {
    const text = pod(
      "    - name: a",
      "      image: x:1",
      "      securityContext: {runAsUser: 1, seccompProfile: {type: Unconfined}}",
      "    - name: b",
      "      image: x:1",
      "      securityContext: {runAsUser: 2}",
    );
    expect(await fixed(text, ["capabilities/no-seccomp", "non-root/pod-may-be-root"])).toContain(
      "  securityContext:\n    runAsNonRoot: true\n",
    );
    expect(await read()).toContain("seccompProfile: {type: Unconfined}");
  });

  it.each([
    ["no user", ""],
    ["uid 0", "      securityContext: {runAsUser: 0}"],
  ])("does not set runAsNonRoot for a container with %s", async (_, line) => {
    const text = pod(
      "    - name: a",
      "      image: x:1",
      "      securityContext: {runAsUser: 1}",
      "    - name: b",
      "      image: x:1",
      line,
    );
    expect(await fixed(text, ["non-root/pod-may-be-root"])).toBe(text);
  });

  it("removes an item with its line, a list with its last item, and keeps the block scalar above", async () => {
    const text = pod(
      "    - name: a",
      "      image: x:1",
      "      args:",
      "      - |",
      "        echo",
      "",
      "      securityContext:",
      "        capabilities:",
      "          drop:",
      "          - SYS_TIME # why",
      "          - NET_RAW",
    );
    const after = await fixed(text, ["capabilities/never-granted"]);
    expect(after).not.toContain("SYS_TIME");
    expect(after).toContain("# why");
    expect(after).toContain("      - |\n        echo\n\n");
  });

  it("does not edit templates", async () => {
    const { files } = await (async () => {
      await writeFile(join(folder, "web.yaml"), pod("    - name: a", "      image: {{ .Values.image }}"));
      return fixesFromHere(folder, ["web.yaml"], rules).catch((error: unknown) => ({
        files: [{ error: String(error), changed: false }],
      }));
    })();
    expect(files).toMatchObject([{ changed: false }]);
  });
});
