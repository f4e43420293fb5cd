import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { interpolate } from "../../formats/compose/interpolate.ts";
import { shownWorkload } from "../../secrets/env-by-name.ts";
import { emitCompose } from "../compose/emit/compose.ts";
import { emitDockerRun } from "../run-line/emit/docker-run.ts";
import kubernetes from "../kubernetes/emit/kubernetes.ts";
import kubernetesPatch from "../kubernetes/emit/kubernetes-patch.ts";
import podmanRun from "../run-line/emit/podman-run.ts";
import quadlet from "../quadlet/emit/quadlet.ts";

const secrets = { PW: `it's "hunter2" $HOME \`id\` \\n ${"${PW}"} $(PW) %h`, OTHER: "s3cr3t  two\twords" };
const variables = { ...secrets, DOLLAR: "$", PORT: "8080" };

/** What a POSIX shell really passes on. */
function inShell(text: string): string[] {
  const script = `docker() { for word in "$@"; do printf '%s\\0' "$word"; done; }\npodman() { docker "$@"; }\n${text}`;
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { ...process.env, ...secrets } });
  return words.split("\0").slice(0, -1);
}

function byCompose(text: string): string {
  return interpolate(text, {
    value: (name) => (name in secrets ? secrets[name as keyof typeof secrets] : undefined),
    missing: (name) => expect.unreachable(name),
    refuse: (problem) => new Error(problem),
  });
}

/** https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/ */
function byKubernetes(text: string): string {
  return text.replaceAll(/\$\$|\$\((\w+)\)/g, (all, name: string | undefined) =>
    name === undefined ? "$" : (secrets[name as keyof typeof secrets] ?? all),
  );
}

/** systemd.service(5), "COMMAND LINES", and systemd.syntax(7), "QUOTING". */
function bySystemd(line: string): string[] {
  const words = [...line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, plain]) =>
    plain === undefined ? (quoted ?? "").replaceAll(/\\(["\\])/g, "$1") : plain,
  );
  return words.map((word) =>
    word.replaceAll(/%%|\$\$|\$\{(\w+)\}/g, (all, name: string | undefined) =>
      name === undefined ? all.slice(1) : (secrets[name as keyof typeof secrets] ?? all),
    ),
  );
}

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["a whole word", ["${PW}"], [secrets.PW]],
  ["part of one", ["--password=${PW}"], [`--password=${secrets.PW}`]],
  ["in a script", ["sh", "-c", 'run "${OTHER}" && echo done'], ["sh", "-c", `run "${secrets.OTHER}" && echo done`]],
  ["two in a word", ["${PW}${OTHER}"], [`${secrets.PW}${secrets.OTHER}`]],
  ["twice", ["${PW}", "${PW}"], [secrets.PW, secrets.PW]],
  ["a text in that form", ["${DOLLAR}{PW} ${HOME} $(PW) $PW", "${PW}"], ["${PW} ${HOME} $(PW) $PW", secrets.PW]],
  ["a dollar sign before it", ["$${PW}"], [`$${secrets.PW}`]],
  ["quotes around it", [`'${"${PW}"}' "x"`], [`'${secrets.PW}' "x"`]],
  ["percent signs", ["%h ${OTHER} 100%"], [`%h ${secrets.OTHER} 100%`]],
  ["one that is harmless", ["--port=${PORT}", "${PW}"], ["--port=8080", secrets.PW]],
  ["none", ["--x", "$HOME", "${HOME}"], ["--x", "$HOME", "${HOME}"]],
];

function profileWith(workload: Partial<Workload>): Profile {
  return { ...sampleProfile, workload: shownWorkload({ ...sampleProfile.workload, env: {}, variables, ...workload }) };
}

describe.each(cases)("a command with %s", (_, words, resolved) => {
  const command = profileWith({ command: ["serve", ...words] });
  const entrypoint = profileWith({ entrypoint: ["serve", ...words], command: [] });

  it("contains no value in any dialect", () => {
    const files = [quadlet, kubernetes, kubernetesPatch, podmanRun].flatMap((one) => one.emit(command, {}).files);
    const texts = [
      ...files.map(({ text }) => text),
      emitCompose(command),
      emitDockerRun(command),
      JSON.stringify(command),
    ];
    for (const text of texts) expect(text).not.toMatch(/hunter2|s3cr3t/);
  });

  it("passes the words to the container of a run line as proven", () => {
    const [podman] = podmanRun.emit(command, {}).files;
    for (const line of [emitDockerRun(command), emitDockerRun(entrypoint), podman?.text ?? ""])
      expect(inShell(line).slice(-resolved.length)).toEqual(resolved);
  });

  it("passes the words to the container of a Compose file", () => {
    const [service] = Object.values(
      (parse(emitCompose(command)) as { services: Record<string, { command: string[] }> }).services,
    );
    expect(service?.command.map(byCompose)).toEqual(["serve", ...resolved]);
  });

  it.each([kubernetes, kubernetesPatch])("passes the words to the container of a pod", (emitter) => {
    const [file] = emitter.emit(command, {}).files;
    const args = /args: (\[.*\])/.exec(file?.text ?? "")?.[1] ?? "";
    expect((parse(args) as string[]).map(byKubernetes)).toEqual(["serve", ...resolved]);
    for (const [, name] of args.matchAll(/\$\((\w+)\)/g))
      if (words.some((word) => word.includes(`\${${name}}`)) && name !== "PORT")
        expect(file?.text).toContain(`- name: "${name}"`);
  });

  it("passes the words to the container of a unit", () => {
    const text = quadlet.emit(command, {}).files[0]?.text ?? "";
    expect(bySystemd(/^Exec=(.*)$/m.exec(text)?.[1] ?? "")).toEqual(["serve", ...resolved]);
    const needed = words.some((word) => /\$\{(?:PW|OTHER)\}/.test(word));
    expect(text.includes("[Service]\nEnvironmentFile=%E/containers/systemd/app.service.env")).toBe(needed);
  });
});
