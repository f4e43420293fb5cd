import type { FileBody } from "../../domain/image/file-body.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { readDynamicSection, type DynamicSection } from "../packages/binary/dynamic-section.ts";
import { isExecutable, readExecutable } from "../packages/binary/executable.ts";
import { decode } from "../packages/ecosystem.ts";
import { declarationOf, isDeclaration, type Declaration } from "./declarations.ts";
import { dpkgRecords, type DpkgRecord } from "./dpkg-records.ts";
import { libraryNames } from "./library-names.ts";
import { isShell, scriptCalls, type ScriptCalls } from "./script-calls.ts";

/** What a file needs of others, and what dpkg recorded. */
export interface NeedFacts {
  readonly elf?: DynamicSection & { readonly wordSize: 4 | 8; readonly names: readonly string[] };
  /** The words behind `#!`, and of a shell script what it calls. */
  readonly script?: { readonly interpreter: readonly string[]; readonly calls?: ScriptCalls };
  readonly records?: readonly DpkgRecord[];
  /** MD5 by path, of an `info/NAME.md5sums`. */
  readonly sums?: readonly (readonly [path: string, md5: string])[];
  /** What a project asks npm or pip for. */
  readonly declaration?: Declaration;
  /** Folders that an `ld.so.conf` names. */
  readonly libraryFolders?: readonly string[];
}

const maxScriptBytes = 512 * 1024;
const maxDeclarationBytes = 1024 * 1024;
const information = "/var/lib/dpkg/info/";
const isLoaderSettings = (path: string) => /^\/etc\/ld\.so\.conf(?:\.d\/[^/]+\.conf)?$/.test(path);

/** Only on request: it reads every program of an image. */
export const needProbe: LayerProbe<NeedFacts> = {
  name: "need",
  looksAt: { everyFileUpTo: 512 * 1024 * 1024, names: ["status"] },
  maxBytes: 512 * 1024 * 1024,
  wants: ({ path, size }) => size > 0 && !/^\/(?:proc|sys|dev)\//.test(path),
  recognises: (head) => isExecutable(head) || (head.length >= 2 && !head.includes(0)),
  read({ path, size, mode }, body) {
    if (path === "/var/lib/dpkg/status") return { records: dpkgRecords(textOf(body)) };
    if (path.startsWith(information) && path.endsWith(".md5sums")) return { sums: sumsOf(textOf(body)) };
    if (isLoaderSettings(path))
      return {
        libraryFolders: textOf(body)
          .split("\n")
          .filter((line) => line.startsWith("/")),
      };
    if (isDeclaration(path)) {
      const declaration = size > maxDeclarationBytes ? undefined : declarationOf(path, textOf(body));
      return declaration && { declaration };
    }
    const head = decode(body.read(0, Math.min(size, 256)));
    if (head.startsWith("#!") || path.endsWith(".sh")) return scriptOf(head, body);
    const executable = readExecutable({ path, size, mode }, body);
    if (executable?.format !== "elf") return undefined;
    const dynamic = readDynamicSection(executable, body) ?? { needed: [], runPath: [], notes: [], runsShell: false };
    return { elf: { ...dynamic, wordSize: executable.wordSize, names: libraryNames(body) } };
  },
};

function textOf(body: FileBody, maxBytes = 64 * 1024 * 1024): string {
  return decode(body.read(0, Math.min(body.size, maxBytes)));
}

function scriptOf(head: string, body: FileBody): NeedFacts {
  const line = /^#![ \t]*([^\n]*)/.exec(head)?.[1] ?? "/bin/sh";
  const interpreter = line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  const isShellScript = interpreter.some((word) => isShell(word));
  return {
    script: {
      interpreter,
      ...(isShellScript && body.size <= maxScriptBytes && { calls: scriptCalls(textOf(body)) }),
    },
  };
}

function sumsOf(text: string): (readonly [string, string])[] {
  return text.split("\n").flatMap((line) => {
    const [, md5, path] = /^([0-9a-f]{32}) [ *](.+)$/.exec(line) ?? [];
    return md5 === undefined || path === undefined ? [] : [[`/${path}`, md5] as const];
  });
}
