import { isOwnDockerfile } from "./detect.ts";
import type { Request } from "./request.ts";

/** Answers of the user. */
export interface Answers {
  /** Absent: the service of the Compose file is proven, and the engine has its image or the file has its build. */
  readonly dockerfile?: string;
  /** Absent: the container has no HTTP server. */
  readonly request?: Request;
  readonly composed?: { readonly file: string; readonly service: string };
}

/** `hullproof.yaml` with comments; with `imports`, steps are added to it. File names are quoted as JSON, which is valid YAML. */
export function settingsText({ dockerfile, request, composed }: Answers, imports = false): string {
  const lines = [
    "# Settings of hullproof. In its package, docs/reference/hullproof-yaml.md lists all keys, and docs/schema/hullproof.schema.json is for editors.",
    ...(dockerfile === undefined || isOwnDockerfile(dockerfile)
      ? []
      : ["build:", `  dockerfile: ${JSON.stringify(dockerfile)}`, '  context: "."']),
    ...workloadLines(request, composed, imports),
    "# What you accept, with a reason and a last day; see also `hullproof baseline`.",
    "# ignores:",
    "#   - { rule: hadolint/DL3008, reason: Debian drops old versions, until: 2027-12-31 }",
  ];
  return `${lines.join("\n")}\n`;
}

const purpose =
  "# What proves that the container works: `learn`, `harden` and `verify` do the steps with every version. Add what must never break.";

function workloadLines(request: Request | undefined, composed: Answers["composed"], imports: boolean): string[] {
  const composeLines =
    composed === undefined
      ? []
      : [
          "  # The service that the steps are done at; those that it depends on are started beside it.",
          `  compose: { file: ${JSON.stringify(composed.file)}, service: ${JSON.stringify(composed.service)} }`,
        ];
  if (request === undefined && imports) return [purpose, "workload:", ...composeLines, "  restart: true"];
  if (request === undefined)
    return [
      "# What proves that the container works; without steps only start, stop and log are compared. Kinds of steps: docs/guide/workload.md",
      ...(composeLines.length === 0 ? ["# workload:"] : ["workload:", ...composeLines]),
      "#   steps:",
      '#     - { name: answers, exec: { command: ["/app/selftest"] } }',
    ];
  const { port, path } = request;
  if (path === undefined)
    return [purpose, "workload:", ...composeLines, `  ready: { tcp: { port: ${port} } }`, "  restart: true"];
  const http = `{ port: ${port}, path: ${JSON.stringify(path)} }`;
  return [
    "# What proves that the container works: `learn`, `harden` and `verify` do this with every version. Add what must never break.",
    "workload:",
    ...composeLines,
    `  ready: { http: ${http} }`,
    "  steps:",
    `    - { name: ${JSON.stringify(`GET ${path}`)}, http: ${http} } # status 200; body: "a regular expression" compares what it says`,
    "  restart: true",
  ];
}
