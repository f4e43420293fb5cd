import type { ScannerRequest, Runner } from "./scanner-request.ts";
import { ownValue } from "../../domain/own-value.ts";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Failure } from "../../domain/failure.ts";
import type { ScannerReport } from "../../domain/report/scanner-report.ts";
import { openJson } from "../../formats/json/json-document.ts";
import { environmentFor } from "../programs/environment.ts";
import { isLocated, locateProgram, whyRefused, type LocatedProgram } from "../programs/locate-program.ts";
import { badReport } from "./bad-report.ts";
import { inContainer } from "./in-container.ts";
import { scanners } from "./index.ts";
import { runProgram } from "./run-program.ts";
import type { Scanner } from "./scanner.ts";
import { openPrivateFolder } from "../leftovers/private-folder.ts";

const versionTimeoutMs = 60_000;
const scanTimeoutMs = 600_000;
const mostReport = 512 * 1024 * 1024;

/** User settings that would omit findings, or write the report elsewhere. */
const unwanted =
  /^(?:TRIVY_(?:SEVERITY|IGNORE|EXIT|FORMAT|TEMPLATE|OUTPUT|SCANNERS|SECURITY|PKG_TYPES|VULN|CONFIG|VEX|SERVER|QUIET|DEBUG|TIMEOUT)|GRYPE_(?:FAIL|ONLY|OUTPUT|FILE|IGNORE|CONFIG|BY_CVE|ADD_CPES|EXCLUDE|VEX))/;

/**
 * The report of another scanner about a target: by its program, `HULLPROOF_NAME` or the one on the PATH that neither
 * a target nor another user can write, or by its image on the engine. Throws `Failure` (`bad-usage`,
 * `scanner-failed`, `timed-out`, `engine-...`).
 */
export async function askScanner(request: ScannerRequest): Promise<ScannerReport> {
  const { progress, update, timeoutMs = scanTimeoutMs } = request;
  const scanner = scannerOf(request.scanner);
  const say = (message: string, done = false) => progress({ stage: "scanner", message, done });
  await using scratch = openPrivateFolder("scanner");
  const folder = scratch.path;
  say(`starting ${scanner.name}`);
  const { runner, version, database } = await started(scanner, request, folder);
  say(`${scanner.name} ${version} looks at ${request.subject.name}`);
  const { cache, output, subject } = runner;
  const end = await runner.run(scanner.scan(subject, { update, cache, output }), timeoutMs);
  const bytes = await readReport(join(folder, "report.json"));
  if (bytes === undefined || bytes.length === 0) throw failed(scanner, end.code, end.stderr || end.stdout);
  const report = scanner.read(openJson(bytes, (what, where) => badReport(scanner.name, what, where)));
  say(`${scanner.name} ${version} reports ${report.vulnerabilities.length} vulnerabilities`, true);
  const data = report.database ?? database;
  return { ...report, scanner: scanner.name, version, ...(data === undefined ? {} : { database: data }) };
}

export function scannerOf(name: string): Scanner {
  const scanner = scanners.find((one) => one.name === name);
  if (scanner !== undefined) return scanner;
  throw new Failure("bad-usage", `${name} is not a scanner that hullproof can ask`, {
    hint: `Known are ${scanners.map((one) => one.name).join(" and ")}.`,
  });
}

async function started(scanner: Scanner, request: ScannerRequest, folder: string) {
  const { env, rules, cacheHome, signal, subject } = request;
  const configuredCache = env[scanner.name === "trivy" ? "TRIVY_CACHE_DIR" : "GRYPE_DB_CACHE_DIR"];
  const cache = configuredCache ?? join(cacheHome ?? folder, scanner.cacheName);
  await mkdir(cache, { recursive: true });
  const setting = `HULLPROOF_${scanner.name.toUpperCase()}`;
  const configuredProgram = ownValue(env, setting) || undefined;
  const lookup = locateProgram(scanner.name, { env, rules }, configuredProgram);
  if (isLocated(lookup)) {
    const passedVariables = Object.entries(environmentFor("scanner", { env, rules })).filter(
      ([name]) => !unwanted.test(name),
    );
    const runner = installed(lookup, Object.fromEntries(passedVariables), { folder, cache, subject, signal });
    return { runner, ...versionOf(scanner, await runner.run(scanner.version(cache), versionTimeoutMs)) };
  }
  const refused = whyRefused(lookup);
  if (refused !== undefined && configuredProgram !== undefined) {
    throw new Failure("scanner-failed", `${setting} names ${configuredProgram}, which ${refused}.`, {
      hint: "Name a file that only you or root can write, by its whole path.",
    });
  }
  const runner = await inContainer(scanner, { folder, cache, request, ...(refused && { refused }) });
  return { runner, ...versionOf(scanner, await runner.run(scanner.version(runner.cache), versionTimeoutMs)) };
}

/** In its own folder, so that no settings or ignore file of the current one applies. */
function installed(
  program: LocatedProgram,
  passedVariables: Readonly<Record<string, string>>,
  { signal, ...place }: Pick<Runner, "folder" | "cache" | "subject"> & { readonly signal: AbortSignal | undefined },
): Runner {
  return {
    ...place,
    output: join(place.folder, "report.json"),
    run: ({ args, env }, timeoutMs) =>
      runProgram(program, args, { timeoutMs, signal, cwd: place.folder, env: { ...passedVariables, ...env } }),
  };
}

function versionOf(scanner: Scanner, { code, stdout, stderr }: { code: number; stdout: string; stderr: string }) {
  const version = code === 0 ? scanner.readVersion(stdout) : undefined;
  if (version === undefined) throw failed(scanner, code, stderr || stdout);
  return version;
}

async function readReport(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > mostReport)
      throw badReport("the scanner", `it has ${size} bytes, more than the ${mostReport} that are read`);
    return await file.readFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The last non-empty line: scanners print their whole chain of causes into it. */
function failed(scanner: Scanner, code: number, words: string): Failure {
  const lines = words
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const line = lines.findLast((one) => /fatal|error/i.test(one)) ?? lines.at(-1) ?? "it said nothing";
  const plain = stripVTControlCharacters(line)
    .replace(/^\d{4}-\d\d-\d\dT\S+\s+(?:[A-Z]+\s+)?/, "")
    .slice(0, 400);
  return new Failure("scanner-failed", `${scanner.name} ended with ${code} and without a report: ${plain}`, {
    hint: scanner.hint(words) ?? `Run ${scanner.name} by hand to see what it says, or leave it out.`,
  });
}
