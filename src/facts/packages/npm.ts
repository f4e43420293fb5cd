import type { Ecosystem } from "./ecosystem.ts";
import { decode } from "./ecosystem.ts";
import { purl } from "./purl.ts";

// Only the package's own folder: `node_modules/x/dist/esm/package.json` is a marker, no package.
const manifest = /\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/;

/** Packages under any `node_modules`, nested ones and scopes too: their `package.json` (npm docs, package-json). */
export const npm: Ecosystem = {
  type: "npm",
  interested: (path) => manifest.test(path),
  parse(_path, bytes) {
    const parsed = JSON.parse(decode(bytes)) as unknown;
    if (typeof parsed !== "object" || parsed === null) throw new Error("it is no JSON object");
    const { name, version } = parsed as { name?: unknown; version?: unknown };
    // Workspaces and fixtures have none; they cannot be told from anything else.
    if (typeof name !== "string" || typeof version !== "string" || name === "" || version === "") return [];
    const scoped = /^(@[^/]+)\/(.+)$/.exec(name);
    return [{ purl: purl("npm", scoped?.[1], scoped?.[2] ?? name, version), name, version }];
  },
};
