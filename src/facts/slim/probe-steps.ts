import type { ExecStep } from "../../domain/workload/step.ts";
import type { NeedImage } from "../need/need-image.ts";

const pythonModules = `
import contextlib, importlib, io, pkgutil, sys
count = 0
skipped = {"antigravity", "this", "idlelib", "turtle", "turtledemo", "lib2to3"}
for name in sorted({*sys.stdlib_module_names, *(module.name for module in pkgutil.iter_modules())} - skipped):
    if name.startswith("__") or not name.isidentifier(): continue
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()): importlib.import_module(name)
        count += 1
    except BaseException as error: print(name, type(error).__name__)
print(count, "modules import")
`;

const pythonData = `
import mimetypes, ssl, zoneinfo, locale, sys
print(len(ssl.create_default_context().get_ca_certs()), "certificates")
for name in "docx xlsx pptx pdf svg webp avif woff2 mp4 webm mp3 json csv md tar 7z epub ics wasm mjs".split(): print(name, mimetypes.guess_type("x." + name)[0])
print(len(zoneinfo.available_timezones()), "time zones", sys.getfilesystemencoding(), locale.getpreferredencoding())
import importlib.util, os, socket, pwd, struct
def is_stale(path):
    with open(path, "rb") as file: _, flags, time, _ = struct.unpack("<4sIII", file.read(16))
    source = importlib.util.source_from_cache(path)
    return flags == 0 and os.path.exists(source) and int(os.stat(source).st_mtime) & 0xFFFFFFFF != time
compiled = [os.path.join(folder, name) for top in sys.path if os.path.isdir(top) for folder, _, names in os.walk(top) for name in names if name.endswith(sys.implementation.cache_tag + ".pyc")]
print("stale compiled files:", sum(map(is_stale, compiled)))
print(socket.gethostbyname("localhost"), pwd.getpwuid(0).pw_name)
`;

const nodePackages = `
const failed = process.argv.slice(1).flatMap((name) => { try { require.resolve(name, { paths: [process.cwd()] }); return []; } catch (error) { return [name + " " + error.code]; } });
console.log(process.argv.length - 1, "packages", failed.join(", "));
console.log(require("tls").rootCertificates.length, "certificates", new Intl.DateTimeFormat("de", { timeZone: "Europe/Berlin", dateStyle: "full" }).format(0));
`;

/** Enough for a command line. */
const maxNames = 500;

/**
 * Questions that a workload seldom asks: as `exec` steps, which the image is asked before and after. Each answers with text and exit code 0. A program of the
 * packages that may go (`mayGo`, purls) asks nothing.
 */
export function probeSteps(
  { findProgram, packages, config }: Pick<NeedImage, "findProgram" | "packages" | "config">,
  mayGo: ReadonlySet<string> = new Set(),
): ExecStep[] {
  const folder = `${config.workingDir}/node_modules/`;
  const nodeNames = packages.flatMap(({ purl, name, path }) =>
    purl.startsWith("pkg:npm/") && path === `${folder}${name}/package.json` ? [name] : [],
  );
  const stays = (program: string): boolean => findProgram(program)?.owners.some((owner) => mayGo.has(owner)) === false;
  const step = (name: string, program: string, ...operands: readonly string[]): ExecStep[] =>
    !stays(program) ? [] : [{ kind: "exec", name, command: [program, ...operands], exitCode: 0, timeoutMs: 120_000 }];
  return [
    ...step("probe: users", "getent", "passwd"),
    ...step("probe: localhost", "getent", "hosts", "localhost"),
    ...step("probe: character sets", "iconv", "--list"),
    ...step("probe: locales", "locale", "-a"),
    ...step("probe: Python modules", "python3", "-c", pythonModules),
    ...step("probe: Python data", "python3", "-c", pythonData),
    ...step("probe: Node packages", "node", "-e", nodePackages, "--", ...nodeNames.slice(0, maxNames)),
  ];
}
