import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderJson } from "../../src/reports/json.ts";
import { fullProfile, sampleProfile } from "../emit/sample-profile.ts";
import { dockerSave, type Member } from "../images/archive.ts";
import { blobStore, layoutFiles, writeLayout } from "../images/oci.ts";
import { checkReport } from "../reports/sample-report.ts";

const paragraph = (name: string) =>
  `Package: ${name}\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\nDescription: x\n\n`;
const layers: readonly (readonly Member[])[] = [
  [
    { path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" },
    { path: "var/lib/dpkg/status", content: paragraph("openssl") + paragraph("libc6") },
  ],
  [{ path: "app/a", content: "a" }],
  [{ path: "app/b", content: "b" }],
  [{ path: "app/c", content: "c" }],
];
const dockerfile =
  'FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl\nCOPY . /app\nUSER 1000\nCMD ["/app/run"]\n';
const compose = (image: string) => `services:\n  web:\n    image: ${image}\n    ports: ["8080:8080"]\n`;
const deployment = (name: string, image: string) =>
  [
    "apiVersion: apps/v1",
    "kind: Deployment",
    `metadata: { name: ${name} }`,
    "spec:",
    `  selector: { matchLabels: { app: ${name} } }`,
    "  template:",
    `    metadata: { labels: { app: ${name} } }`,
    "    spec:",
    "      containers:",
    `        - name: ${name}`,
    `          image: ${image}`,
    "",
  ].join("\n");

/** A project with all the files that the pages name, in a repository with a branch of a remote. */
export async function prepareFolder(root: string, folder: string): Promise<void> {
  const profile = `${JSON.stringify({ ...sampleProfile, seccomp: fullProfile.seccomp })}\n`;
  const observed = { files: { method: "page-cache", opened: ["/app/a"], executed: [], complete: true, reason: "" } };
  const report = renderJson(checkReport);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    Dockerfile: dockerfile,
    "app/Dockerfile": dockerfile,
    "README.md": "# App\n\n```sh\ndocker run -p 8080:8080 app:1\n```\n",
    "compose.yaml": compose("nginx:1.29"),
    "compose.override.yaml": "services:\n  web:\n    environment: { A: b }\n",
    "prod.yaml": "services:\n  web:\n    restart: always\n",
    "deploy/web.yaml": deployment("web", "nginx:1.29"),
    "web.yaml": deployment("app", sampleProfile.image.name),
    "web.container": "[Container]\nImage=docker.io/library/nginx:1.29\n",
    ...Object.fromEntries(
      ["profile.json", ".hullproof/profile.json", "api.json", "worker.json", "web.json", "db.json"].map((name) => [
        name,
        profile,
      ]),
    ),
    ...Object.fromEntries(
      ["base.json", "now.json", "before.json", "report.json", ".hullproof/report.json"].map((name) => [name, report]),
    ),
    "learned.json": JSON.stringify({ proof: { observed } }),
    "image.tar": dockerSave({ layers, history: layers.map((_, at) => ({ created_by: `RUN ${at}` })) }),
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const store = blobStore();
  const image = store.image({ architecture: "arm64", layers: [layers[0] ?? []] });
  const platform = { os: "linux", architecture: "arm64" };
  await writeLayout(join(folder, "layout"), layoutFiles(store, [store.index([{ ...image, platform }])]));
  cpSync(join(root, "examples/app-python"), join(folder, "examples/app-python"), {
    recursive: true,
    filter: (path) => !path.includes(".hullproof"),
  });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: "ignore",
    });
  git("init", "-q", "-b", "main");
  git("add", "Dockerfile", "compose.yaml", "README.md");
  git("commit", "-q", "-m", "first");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  git("fetch", "-q", ".", "main");
}
