import { join } from "node:path";
import { z } from "zod";
import { dialects } from "../../pipeline/verbs/emit/dialects.ts";
import { asPath, file, folder, imageOrFile, inOneRoot, page, paths, targetOf } from "./arguments.ts";
import { defineTool, type Tool } from "./tool.ts";

const [first = "docker-run", ...others] = dialects.map(({ name }) => name);

/** In the order of use: check, plan, prove, emit; then the others. */
export const tools: readonly Tool[] = [
  defineTool({
    name: "check",
    title: "Find what is wrong",
    description:
      "Judges Dockerfiles, Compose files, Kubernetes manifests, Quadlet units, and docker run lines in Markdown, scripts, makefiles, CI files and systemd units. A head line a rule that fired, with the command that fixes its findings, then the first places; the most severe first. With rules: each of their findings on a line.",
    arguments: z.strictObject({
      paths,
      rules: z
        .array(z.string().max(200))
        .max(20)
        .default([])
        .describe("Rules whose findings to list in full, by their ids or those of other tools."),
      page,
    }),
    async perform({ paths: requestedPaths, rules: selectedRules, page: pageNumber }, use) {
      const { root, paths: foundPaths } = inOneRoot(requestedPaths, use);
      const { stdout, stderr } = await use.run(
        [
          "check",
          "--format",
          "agent",
          "--quiet",
          ...selectedRules.map((rule) => `--rule=${rule}`),
          "--",
          ...foundPaths,
        ],
        root,
      );
      return {
        text: `${stdout}${stderr}`,
        page: pageNumber,
        next: `Call plan with the same paths for the safe fixes as a diff, explain with a rule for its reason.`,
      };
    },
  }),
  defineTool({
    name: "explain",
    title: "Explain a rule",
    description:
      "Why a rule exists, examples of what it finds and of what is right, its fix, and the same rule in other tools.",
    arguments: z.strictObject({
      rule: z
        .string()
        .min(1)
        .max(200)
        .describe("An id such as cleanup/apt-lists, another tool's such as hadolint/DL3009, or what-a-proof-is."),
      page,
    }),
    async perform({ rule, page: pageNumber }, use) {
      const { stdout } = await use.run(["explain", "--", rule], use.roots.all[0] ?? ".");
      return { text: stdout, page: pageNumber, next: "Call plan for the fix of this rule where it has one." };
    },
  }),
  defineTool({
    name: "plan",
    title: "Show fixes as a diff",
    description:
      "The fixes that are safe by construction, as a unified diff, and what else could be fixed and what that needs. Nothing is written. Suggestions change what a file does, and proven fixes are not proven here: name their rules.",
    arguments: z.strictObject({
      paths,
      suggested: z
        .array(z.string().max(200))
        .max(20)
        .default([])
        .describe("Rules whose suggested fixes to add, and their proven ones, unbuilt."),
      page,
    }),
    async perform({ paths: requestedPaths, suggested, page: pageNumber }, use) {
      const { root, paths: foundPaths } = inOneRoot(requestedPaths, use);
      const suggestedFlags =
        suggested.length === 0 ? [] : ["--suggested", ...suggested.flatMap((rule) => [`--rule=${rule}`])];
      const { stdout, stderr } = await use.run(
        ["fix", "--progress", "none", ...suggestedFlags, "--", ...foundPaths],
        root,
      );
      return {
        text: stdout === "" ? `no change\n${stderr}` : `${stdout}\n${stderr}`,
        page: pageNumber,
        next: "Apply the diff yourself and call check again. Call prove to see that it builds and behaves as before.",
      };
    },
  }),
  defineTool({
    name: "prove",
    title: "Build, run and prove",
    description:
      "Builds a folder's Dockerfile as it is and fixed, runs both under the workload of its hullproof.yaml, learns the least privilege and the limits, and runs all of it again. Takes minutes, needs a container engine, asks the person first, and writes .hullproof beside the Dockerfile; your own files stay as they are.",
    arguments: z.strictObject({ folder }),
    asks: ({ folder: folderName }) =>
      `Build ${JSON.stringify(folderName)} with the container engine of this machine and run its containers? The commands of its Dockerfile run; nothing beyond containers is reached. It takes minutes and writes ${JSON.stringify(`${folderName}/.hullproof`)}.`,
    async perform({ folder: folderName }, use) {
      const location = use.roots.find(folderName);
      const { stdout } = await use.run(
        ["harden", "--format", "markdown", "--progress", "plain", "--", asPath(location)],
        location.root,
      );
      return {
        text: stdout,
        // Another page would need another run.
        whole: join(location.path, ".hullproof/report.html"),
        next: "Call emit with the profile .hullproof/profile.json of that folder for a run line, Compose or Kubernetes.",
      };
    },
  }),
  defineTool({
    name: "emit",
    title: "Print a profile as run configuration",
    description:
      "A proven profile as a run line, Compose service, Kubernetes manifest, Quadlet unit or list of system calls. Nothing is written.",
    arguments: z.strictObject({ profile: file, to: z.enum([first, ...others]), page }),
    async perform({ profile, to, page: pageNumber }, use) {
      const location = use.roots.find(profile);
      const { stdout, stderr } = await use.run(["emit", "--to", to, "--", asPath(location)], location.root);
      return {
        text: `${stdout}\n${stderr}`,
        page: pageNumber,
        next: "Put it where the container is run. What is listed as a loss, the target can't say.",
      };
    },
  }),
  defineTool({
    name: "scan",
    title: "Known vulnerabilities",
    description:
      "Known vulnerabilities of an image, an archive or an SBOM, by the advisories of this machine, and the steps that fix most of them. Downloads nothing.",
    arguments: z.strictObject({ ...imageOrFile, page }),
    async perform({ page: pageNumber, ...given }, use) {
      const { root, target } = targetOf(given, use);
      const { stdout, stderr } = await use.run(
        ["scan", "--format", "markdown", "--quiet", "--updates", "none", "--", target],
        root,
      );
      return {
        text: `${stdout}\n${stderr}`,
        page: pageNumber,
        next: "Advisories are renewed by a person: hullproof advisories update. A newer base image often fixes most: hullproof base NAME.",
      };
    },
  }),
  defineTool({
    name: "inspect",
    title: "What is in an image",
    description:
      "Layers, wasted space, packages, user, privileges and secrets of an image or an archive. Nothing is run.",
    arguments: z.strictObject({ ...imageOrFile, page }),
    async perform({ page: pageNumber, ...given }, use) {
      const { root, target } = targetOf(given, use);
      const { stdout, stderr } = await use.run(["inspect", "--format", "markdown", "--quiet", "--", target], root);
      return {
        text: `${stdout}\n${stderr}`,
        page: pageNumber,
        next: "Call scan for its known vulnerabilities, check for the Dockerfile that makes it.",
      };
    },
  }),
];
