import { isLocated, locateOneOf } from "../programs/locate-program.ts";
import { pathRules } from "../paths/path-rules.ts";
import { runToEnd } from "../programs/run-to-end.ts";

/** Attributes by path, as requested or below a requested folder: name of the attribute -> value. Files without any are omitted. */
export type ExtendedAttributes = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/** Node has no call for them, xattr(7). */
const readers = ["/usr/bin/python3", "/usr/local/bin/python3", "/usr/libexec/platform-python"];
const timeoutMs = 10_000;
const maxOutputBytes = 16 * 1024 * 1024;

/** Folders are read through their open handles (os.fwalk), and no link is followed. */
const program = `
import json, os, sys
request = json.load(sys.stdin)
found = {}
budget = request["maxFiles"]
def look(path, name):
    global budget
    budget -= 1
    if budget < 0:
        sys.exit("too many")
    try:
        present = [one for one in os.listxattr(path, follow_symlinks=False) if one in request["names"]]
        if present:
            text = os.fsencode(name).decode("utf-8", "replace")
            found[text] = {one: os.getxattr(path, one, follow_symlinks=False).hex() for one in present}
    except FileNotFoundError:
        pass
for root in request["folders"]:
    look(root, root)
    for folder, folders, files, handle in os.fwalk(root):
        for name in folders + files:
            look(f"/proc/self/fd/{handle}/{name}", f"{folder}/{name}")
for file in request["files"]:
    look(file, file)
json.dump(found, sys.stdout)
`;

export interface AttributeRequest {
  /** These paths, and everything below them. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly names: readonly string[];
  /** Maximum number of files. */
  readonly maxFiles: number;
}

/** `reason`: why they could not be read. */
export async function readExtendedAttributes(
  request: AttributeRequest,
  signal: AbortSignal,
): Promise<ExtendedAttributes | { readonly reason: string }> {
  const python = locateOneOf(readers, pathRules("/", []));
  if (!isLocated(python)) return { reason: "that needs python3 on this machine" };
  const end = await runToEnd(python, ["-I", "-S", "-c", program], {
    env: {},
    cwd: "/",
    input: JSON.stringify(request),
    timeoutMs,
    maxOutputBytes,
    signal,
  });
  if (end.how !== "exited" || end.code !== 0) return { reason: "python3 could not read them" };
  const attributes = JSON.parse(end.stdout) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return new Map(
    Object.entries(attributes).map(([path, values]) => [
      path,
      new Map(Object.entries(values).map(([name, hex]) => [name, Buffer.from(hex, "hex")])),
    ]),
  );
}
