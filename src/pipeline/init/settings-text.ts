import type { ComposedService } from "./composed-service.ts";
import type { Request } from "./detect.ts";

/** What was answered. */
export interface Answers {
  readonly dockerfile: string;
  /** Absent: it answers no HTTP. */
  readonly request?: Request;
  readonly composed?: ComposedService;
}

/** `hullproof.yaml` with comments. Names from files stand in JSON's quotes, which are YAML's too. */
export function settingsText({ dockerfile, request, composed }: Answers): string {
  const lines = [
    "# Settings of hullproof. In its package, docs/reference/hullproof-yaml.md lists all keys, and docs/schema/hullproof.schema.json is for editors.",
    ...(dockerfile === "Dockerfile" || dockerfile === "Containerfile"
      ? []
      : ["build:", `  dockerfile: ${JSON.stringify(dockerfile)}`, '  context: "."']),
    ...workloadLines(request, composed),
    "# What you accept, with a reason and a last day; see also `hullproof baseline`.",
    "# ignores:",
    "#   - { rule: hadolint/DL3008, reason: Debian drops old versions, until: 2027-12-31 }",
  ];
  return `${lines.join("\n")}\n`;
}

function workloadLines(request: Request | undefined, composed: ComposedService | undefined): string[] {
  const beside =
    composed === undefined
      ? []
      : [
          "  # The services that it depends on are started beside it.",
          `  compose: { file: ${JSON.stringify(composed.file)}, service: ${JSON.stringify(composed.service)} }`,
        ];
  if (request === undefined)
    return [
      "# What proves that the container works; without steps only start, stop and log are compared. Kinds of steps: docs/guide/workload.md",
      ...(beside.length === 0 ? ["# workload:"] : ["workload:", ...beside]),
      "#   steps:",
      '#     - { name: answers, exec: { command: ["/app/selftest"] } }',
    ];
  const { port, path } = request;
  const http = `{ port: ${port}, path: ${JSON.stringify(path)} }`;
  return [
    "# What proves that the container works: `learn`, `harden` and `verify` do this with every version. Add what must never break.",
    "workload:",
    ...beside,
    `  ready: { http: ${http} }`,
    "  steps:",
    `    - { name: ${JSON.stringify(`GET ${path}`)}, http: ${http} } # status 200; body: "a regular expression" compares what it says`,
    "  restart: true",
  ];
}
