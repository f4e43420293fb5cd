import { walkFolder } from "../../../sources/files/folder-walk.ts";
import { readNamed } from "../../../sources/files/read-named.ts";
import { lastPart } from "../../../text/cut.ts";

/** A test suite of the repository that may call the container. */
export interface RepositoryTest {
  readonly command: readonly string[];
  /** What a person has to know before it is a step. */
  readonly notes: readonly string[];
}

const skippedFolder = /^(?:node_modules|vendor|site-packages|dist|build|target|\..*|__pycache__)$/u;
const maxFiles = 3000;
const maxFileBytes = 256 * 1024;
const maxTests = 5;
const pytestFile = /^(?:conftest\.py|pytest\.ini|test_[\w-]*\.py)$/u;

/** Scripts of k6 and Artillery, and pytest, of this folder. */
export function findTests(cwd: string): readonly RepositoryTest[] {
  const tests: RepositoryTest[] = [];
  let [files, hasPytest] = [0, false];
  for (const { folder, name, stats } of walkFolder(cwd, (path) => !skippedFolder.test(lastPart(path)))) {
    if (files++ >= maxFiles) break;
    const file = `${folder}/${String(name)}`.slice(1);
    if (stats?.isFile() !== true || stats.size > maxFileBytes) continue;
    hasPytest ||= pytestFile.test(lastPart(file));
    const test = testIn(file, cwd);
    if (test !== undefined && tests.length < maxTests) tests.push(test);
  }
  return [...tests, ...(hasPytest ? [{ command: ["pytest", "-q"], notes: [] }] : [])];
}

function testIn(file: string, cwd: string): RepositoryTest | undefined {
  if (!/\.(?:js|mjs|ts|ya?ml)$/u.test(file)) return undefined;
  const read = readNamed(file, cwd, maxFileBytes);
  if ("refused" in read) return undefined;
  const text = read.bytes.toString("utf8");
  if (/\.ya?ml$/u.test(file)) {
    const isArtillery = /^config:/mu.test(text) && /^scenarios:/mu.test(text);
    return isArtillery ? { command: ["artillery", "run", file], notes: hostNotes(text) } : undefined;
  }
  if (!/from\s{1,10}["']k6["'/]/u.test(text)) return undefined;
  const thresholds =
    "it has no thresholds, so that it ends with 0 whatever is answered: add thresholds: { checks: ['rate==1'] }";
  const notes = [...hostNotes(text), ...(/\bthresholds\b/u.test(text) ? [] : [thresholds])];
  return { command: ["k6", "run", file], notes };
}

/** A host in the script is another one than the container's, whose port changes with each trial. */
function hostNotes(text: string): string[] {
  const host = /https?:\/\/([\w.-]{1,200}(?::\d{1,5})?)/u.exec(text)?.[1];
  if (host === undefined || /HULLPROOF_(?:URL|PORT)/u.test(text)) return [];
  return [`it calls ${host} and not HULLPROOF_URL, the address of the container`];
}
