// A container that runs, written in each dialect and read again by that dialect's own reader: the model is the same but for what is said to be lost.
import { shellQuote } from "../src/dialects/text/shell-quote.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RequestedSettings } from "../src/domain/container/requested-settings.ts";
import type { ContainerSpec } from "../src/domain/container/container-spec.ts";
import compose from "../src/dialects/compose/emit/compose.ts";
import dockerRun from "../src/dialects/run-line/emit/docker-run.ts";
import type { PrintedContainer } from "../src/dialects/emitter.ts";
import kubernetes from "../src/dialects/kubernetes/emit/kubernetes.ts";
import quadlet from "../src/dialects/quadlet/emit/quadlet.ts";
import { shownValues } from "../src/dialects/print/shown-values.ts";
import { ofInspect } from "../src/dialects/engine/read.ts";
import { ofPod } from "../src/dialects/kubernetes/read-pod.ts";
import { ofQuadlet } from "../src/dialects/quadlet/read.ts";
import { ofRunLines } from "../src/dialects/run-line/read.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { podOf } from "../src/formats/kubernetes/pods-of.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { strictFields } from "../src/formats/kubernetes/strict-fields.ts";
import { parseUnit } from "../src/formats/quadlet/unit-file.ts";
import { composeContainers } from "./compose-containers.ts";
import { quietGiven } from "./quiet-given.ts";

/** What both sides say, without where; lists in order of the alphabet. */
function core(container: ContainerSpec) {
  const { capAdd, capDrop, groups, env, mounts, ports, ulimits } = container;
  const values = <T>(list: readonly { readonly value: T }[]) =>
    list.map(({ value }) => JSON.stringify(value)).toSorted();
  return {
    capAdd: capAdd.map(({ value }) => value).toSorted(),
    capDrop: capDrop.map(({ value }) => value.toUpperCase()).toSorted(),
    groups: values(groups),
    env: env.map(({ value }) => value.name).toSorted(),
    mounts: mounts.map(({ value: { type, path, readOnly } }) => `${type} ${path} ${readOnly}`).toSorted(),
    ports: ports.map(({ value: { target, protocol } }) => `${target}/${protocol}`).toSorted(),
    ulimits: values(ulimits),
    user: container.user?.value,
    privileged: container.privileged?.value ?? false,
    readOnly: container.readOnly?.value ?? false,
    noNewPrivileges: container.noNewPrivileges?.value,
    seccomp: container.seccomp?.value,
    memoryBytes: container.memoryBytes?.value,
    cpus: container.cpus?.value,
    pids: container.pids?.value,
    restart: container.restart?.value,
    stopSeconds: container.stopSeconds?.value,
    init: container.init?.value,
  };
}

const dialects: Record<
  string,
  (given: RequestedSettings) => { readonly text: PrintedContainer; readonly read: ContainerSpec | undefined }
> = {
  "docker-run": (given) => {
    const text = dockerRun.container(given, shownValues(given, true));
    return { text, read: ofRunLines(runLines("run.sh", text.text)).containers[0] };
  },
  compose: (given) => {
    const text = compose.container(given, shownValues(given, true));
    return { text, read: composeContainers(text.text).containers[0] };
  },
  quadlet: (given) => {
    const text = quadlet.container(given, shownValues(given, true));
    const unit = parseUnit("app.container", text.text);
    return { text, read: ofQuadlet(unit, new Map([["app.container", text.text]])).containers[0] };
  },
  kubernetes: (given) => {
    const text = kubernetes.container(given, shownValues(given, true));
    const manifest = readManifest("pod.yaml", text.text);
    expect(manifest.problems).toEqual([]);
    const [object] = manifest.objects;
    if (object === undefined) throw new Error("no object");
    expect(strictFields(object, 34)).toEqual([]);
    const pod = podOf(object);
    return { text, read: pod && ofPod(pod, "pod.yaml")[0] };
  },
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const path = word.map((name) => `/${name}`);
/** Without control characters: a shell command says those by printf, whose output only a shell knows. */
const text = fc.string({ unit: "grapheme" }).filter((one) => !shellQuote(one).includes("$(printf "));
const given: fc.Arbitrary<RequestedSettings> = fc
  .record(
    {
      capAdd: fc.uniqueArray(fc.constantFrom("CHOWN", "NET_ADMIN", "SYS_TIME", "KILL"), { maxLength: 3 }),
      capDrop: fc.constantFrom([], ["ALL"], ["MKNOD"]),
      groups: fc.uniqueArray(fc.integer({ min: 1, max: 9999 }).map(String), { maxLength: 2 }),
      env: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/), value: text }), {
        maxLength: 3,
        selector: ({ name }) => name,
      }),
      readOnly: fc.boolean(),
      privileged: fc.boolean(),
      user: fc.tuple(fc.nat(60_000), fc.nat(60_000)).map(([uid, gid]) => `${uid}:${gid}`),
      noNewPrivileges: fc.constant(true),
      seccomp: fc.constant("unconfined"),
      memoryBytes: fc.integer({ min: 8, max: 4096 }).map((mebibytes) => mebibytes * 1048576),
      cpus: fc.integer({ min: 1, max: 400 }).map((hundredths) => hundredths / 100),
      pids: fc.integer({ min: 1, max: 4096 }),
      restart: fc.constantFrom("always", "on-failure"),
      stopSeconds: fc.integer({ min: 1, max: 600 }),
      init: fc.constant(true),
      ulimits: fc.constantFrom([], [{ name: "nofile", soft: 1024, hard: 2048 }]),
      ports: fc.constantFrom(
        [],
        [{ target: "80", protocol: "tcp", published: "8080", hostIp: "127.0.0.1" }],
        [{ target: "53", protocol: "udp" }],
      ),
      tmpfs: fc
        .uniqueArray(path, { maxLength: 2 })
        .map((paths) => paths.map((one) => ({ path: `/t${one}`, options: "size=1048576" }))),
      mounts: fc.uniqueArray(path, { maxLength: 2 }).map((paths) =>
        paths.map((path, at) => ({
          type: at === 0 ? ("bind" as const) : ("volume" as const),
          source: at === 0 ? "/srv/data" : "data",
          path,
          readOnly: at === 0,
          words: [],
        })),
      ),
      command: fc.array(
        text.filter((one) => one !== ""),
        { minLength: 1, maxLength: 3 },
      ),
      labelValues: fc.dictionary(word, text, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  )
  .map((settings) => ({ ...quietGiven, ...settings }));

/** What a dialect can't say, by the code of the loss that has to be listed then. */
const lost: Record<string, Partial<Record<keyof ReturnType<typeof core>, string>>> = {
  "docker-run": {},
  compose: {},
  quadlet: {},
  kubernetes: { ulimits: "ulimits", pids: "pids", init: "init-process", ports: "published-ports" },
};
/** Said in other words there, which the reader of that dialect does not take back. */
const otherwise: Record<string, readonly (keyof ReturnType<typeof core>)[]> = {
  "docker-run": [],
  compose: [],
  // systemd restarts; its unit is read elsewhere.
  quadlet: ["restart"],
  // Restart, seccomp and stop have other words and defaults; a pod is unprivileged or not; its groups are the pod's.
  kubernetes: ["restart", "seccomp", "stopSeconds", "groups", "noNewPrivileges", "mounts"],
};

describe.each(Object.keys(dialects))("%s", (name) => {
  test("writes the container's settings, and lists losses", () => {
    fc.assert(
      fc.property(given, (settings) => {
        const { text, read } = dialects[name]?.(settings) ?? {};
        if (read === undefined || text === undefined) throw new Error(`nothing was read of ${text?.text}`);
        const wanted = core(ofInspect(settings));
        const got = core(read);
        const codes = new Set(text.losses.map(({ code }) => code));
        for (const key of Object.keys(wanted) as (keyof typeof wanted)[]) {
          if (otherwise[name]?.includes(key) === true) continue;
          const code = lost[name]?.[key];
          const said = JSON.stringify(wanted[key]);
          if (code !== undefined && said !== undefined && said !== "[]") expect(codes).toContain(code);
          else if (code === undefined) expect([key, got[key]]).toEqual([key, wanted[key]]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test.each([
  ["docker", true, true],
  ["docker", false, false],
  ["podman", true, false],
] as const)(
  "quadlet: reports the loss of /dev for a container of %s with a read-only root (%s): %s",
  (engine, readOnly, isLost) => {
    const settings = { ...quietGiven, engine, readOnly };
    const codes = quadlet.container(settings, shownValues(settings, true)).losses.map(({ code }) => code);
    expect(codes.includes("writable-dev")).toBe(isLost);
  },
);
